import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Arrays whose elements are indexed. */
@Entity()
@Index(['shelf', 'id'])
export class Crate {
  @PrimaryColumn('int')
  id!: number;

  @Column('int')
  shelf!: number;

  @Column('int', { array: true, nullable: true })
  @Index({ type: 'gin' })
  labels!: number[] | null;

  @Column('varchar', { array: true, length: 20 })
  @Index({ type: 'gin' })
  words!: string[];
}

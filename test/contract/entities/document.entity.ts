import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A text with what a search needs to find it. */
@Entity()
export class Document {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  body!: string;

  @Column('tsvector', { nullable: true })
  vector!: string | null;

  @Column({
    type: 'tsvector',
    generatedType: 'STORED',
    asExpression: `to_tsvector('english', body)`,
    nullable: true,
    select: false,
  })
  @Index({ type: 'gin' })
  search!: string | null;

  @Column('tsquery', { nullable: true })
  query!: string | null;

  @Column('jsonpath', { nullable: true })
  path!: string | null;
}

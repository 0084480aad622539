import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A column of each type. */
@Entity()
export class Sample {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('smallint', { nullable: true })
  small!: number | null;

  @Column('bigint', { nullable: true })
  big!: string | null;

  @Column('decimal', { precision: 10, scale: 2, nullable: true })
  price!: string | number | null;

  @Column('numeric', { nullable: true })
  exact!: string | null;

  @Column('real', { nullable: true })
  single!: number | null;

  @Column('double precision', { nullable: true })
  double!: number | null;

  @Column('boolean', { nullable: true })
  flag!: boolean | null;

  @Column('char', { length: 4, nullable: true })
  padded!: string | null;

  @Column('varchar', { length: 3, nullable: true })
  short!: string | null;

  @Column('text', { nullable: true })
  long!: string | null;

  @Column('uuid', { nullable: true })
  uuid!: string | null;

  @Column('date', { nullable: true })
  day!: string | Date | null;

  @Column('time', { nullable: true })
  clock!: string | null;

  @Column('timestamp', { nullable: true })
  wall!: Date | null;

  @Column('timestamp', { precision: 0, nullable: true })
  second!: Date | null;

  @Column('timestamptz', { nullable: true })
  instant!: Date | null;

  @Column('interval', { nullable: true })
  span!: unknown;

  @Column('json', { nullable: true })
  text!: unknown;

  @Column('jsonb', { nullable: true })
  tree!: unknown;

  @Column('bytea', { nullable: true })
  bytes!: Buffer | null;

  @Column('inet', { nullable: true })
  address!: string | null;

  @Column('int', { array: true, nullable: true })
  numbers!: number[] | null;

  @Column('simple-array', { nullable: true })
  list!: string[] | null;

  @Column('simple-json', { nullable: true })
  object!: unknown;

  @Column('simple-enum', { enum: ['a', 'b'], nullable: true })
  letter!: string | null;

  @Column('enum', { enum: ['x', 'y'], array: true, nullable: true })
  letters!: string[] | null;

  @Column('point', { nullable: true })
  place!: unknown;

  @Column('int4range', { nullable: true })
  range!: string | null;
}

import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export enum Level {
  Low = 'low',
  Medium = 'medium',
  High = 'high',
}

/** Keeps an e-mail address in lower case, as a column transformer does it. */
const lowerCase = {
  to: (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value),
  from: (value: unknown) => value,
};

/** Columns of every kind that a condition can look at. */
@Entity()
export class Person {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @Column('varchar', { nullable: true })
  nickname!: string | null;

  @Column('int', { nullable: true })
  age!: number | null;

  @Column('varchar', { nullable: true, unique: true, transformer: lowerCase })
  email!: string | null;

  @Column('enum', { enum: Level, nullable: true })
  level!: Level | null;

  @Column('decimal', { precision: 12, scale: 2, nullable: true })
  balance!: string | null;

  @Column('bigint', { nullable: true })
  points!: string | null;

  @Column('jsonb', { nullable: true })
  settings!: unknown;

  @Column('text', { array: true, nullable: true })
  tags!: string[] | null;

  @Column('char', { length: 6, nullable: true })
  code!: string | null;

  @Column('uuid', { nullable: true })
  token!: string | null;

  @Column('citext', { nullable: true })
  handle!: string | null;

  @Column('varchar', { nullable: true, select: false })
  secret!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  seenAt!: Date;
}

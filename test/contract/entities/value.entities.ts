import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

enum Mood {
  A = 'a',
  B = 'b',
  C = 'c',
}

enum Step {
  One = 1,
  Two = 2,
}

@Entity()
export class Figure {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('numeric', { nullable: true })
  numeric!: unknown;

  @Column('decimal', { precision: 5, nullable: true })
  whole!: unknown;

  @Column('float4', { nullable: true })
  single!: unknown;

  @Column('float8', { nullable: true })
  double!: unknown;

  @Column('int2', { nullable: true })
  small!: unknown;

  @Column('int8', { nullable: true })
  big!: unknown;

  @Column('money', { nullable: true })
  money!: unknown;

  @Column({ type: 'bit', length: 4, nullable: true })
  bit!: unknown;

  @Column({ type: 'varbit', length: 8, nullable: true })
  varbit!: unknown;

  @Column('bit varying', { nullable: true })
  bits!: unknown;

  @Column('bool', { nullable: true })
  boolean!: unknown;

  @Column('numeric', { nullable: true, array: true })
  numerics!: unknown;

  @Column('numeric', { nullable: true, array: true, precision: 5, scale: 1 })
  decimals!: unknown;

  @Column('float', { nullable: true, array: true })
  doubles!: unknown;

  @Column('real', { nullable: true, array: true })
  singles!: unknown;

  @Column('int', { nullable: true, array: true })
  integers!: unknown;

  @Column('bigint', { nullable: true, array: true })
  bigints!: unknown;

  @Column('boolean', { nullable: true, array: true })
  booleans!: unknown;

  @Column('enum', { enum: Step, nullable: true })
  numbered!: unknown;

  @Column('simple-enum', { enum: Step, nullable: true })
  simpleEnum!: unknown;
}

@Entity()
export class Moment {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('interval', { nullable: true })
  interval!: unknown;

  @Column('timetz', { nullable: true })
  zonedTime!: unknown;

  @Column('time', { precision: 3, nullable: true })
  time!: unknown;

  @Column('time with time zone', { precision: 0, nullable: true })
  zonedSecond!: unknown;

  @Column('timestamp with time zone', { precision: 3, nullable: true })
  instant!: unknown;

  @Column('timestamp without time zone', { nullable: true })
  wall!: unknown;

  @Column('date', { nullable: true })
  date!: unknown;

  @Column('timestamptz', { nullable: true, array: true })
  instants!: unknown;

  @Column('timestamp', { nullable: true, array: true })
  walls!: unknown;

  @Column('date', { nullable: true, array: true })
  dates!: unknown;

  @Column('interval', { nullable: true, array: true })
  intervals!: unknown;

  @Column('time', { nullable: true, array: true })
  times!: unknown;

  @Column('tsrange', { nullable: true })
  wallRange!: unknown;

  @Column('tstzrange', { nullable: true })
  instantRange!: unknown;

  @Column('daterange', { nullable: true })
  dayRange!: unknown;
}

@Entity()
export class Writing {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('json', { nullable: true })
  json!: unknown;

  @Column('jsonb', { nullable: true })
  jsonb!: unknown;

  @Column('jsonb', { nullable: true, array: true })
  jsonbList!: unknown;

  @Column('json', { nullable: true, array: true })
  jsonList!: unknown;

  @Column('simple-json', { nullable: true })
  simpleJson!: unknown;

  @Column('simple-array', { nullable: true })
  simpleArray!: unknown;

  @Column('bytea', { nullable: true })
  bytes!: unknown;

  @Column('bytea', { nullable: true, array: true })
  buffers!: unknown;

  @Column('xml', { nullable: true })
  xml!: unknown;

  @Column('uuid', { nullable: true })
  uuid!: unknown;

  @Column('uuid', { nullable: true, array: true })
  uuids!: unknown;

  @Column('citext', { nullable: true })
  citext!: unknown;

  @Column('citext', { nullable: true, array: true })
  citexts!: unknown;

  @Column('char', { nullable: true })
  letter!: unknown;

  @Column('character varying', { nullable: true })
  varying!: unknown;

  @Column('varchar', { nullable: true, array: true, length: 3 })
  shortTexts!: unknown;

  @Column('text', { nullable: true, array: true })
  texts!: unknown;

  @Column('enum', { enum: Mood, array: true, nullable: true })
  moods!: unknown;
}

@Entity()
export class Shape {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('inet', { nullable: true })
  inet!: unknown;

  @Column('cidr', { nullable: true })
  cidr!: unknown;

  @Column('macaddr', { nullable: true })
  macaddr!: unknown;

  @Column('macaddr8', { nullable: true })
  macaddr8!: unknown;

  @Column('int8range', { nullable: true })
  bigRange!: unknown;

  @Column('numrange', { nullable: true })
  numberRange!: unknown;

  @Column('point', { nullable: true })
  point!: unknown;

  @Column('line', { nullable: true })
  line!: unknown;

  @Column('lseg', { nullable: true })
  lseg!: unknown;

  @Column('box', { nullable: true })
  box!: unknown;

  @Column('path', { nullable: true })
  path!: unknown;

  @Column('polygon', { nullable: true })
  polygon!: unknown;

  @Column('circle', { nullable: true })
  circle!: unknown;

  @Column('point', { nullable: true, array: true })
  points!: unknown;

  @Column('inet', { nullable: true, array: true })
  addresses!: unknown;

  @Column('int4range', { nullable: true, array: true })
  ranges!: unknown;
}

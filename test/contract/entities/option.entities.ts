import {
  Column,
  CreateDateColumn,
  Entity,
  Generated,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  VirtualColumn,
  type Relation,
} from 'typeorm';

@Entity()
export class Ref {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;
}

export class Inner {
  @Column('varchar', { nullable: true })
  text!: string | null;

  @Column('int', { default: 5 })
  number!: number;
}

export class Outer {
  @Column('varchar', { nullable: true })
  label!: string | null;

  @Column(() => Inner, { prefix: 'deep_' })
  deep!: Inner;

  @Column(() => Inner, { prefix: false })
  flat!: Inner;

  @ManyToOne(() => Ref)
  ref!: Relation<Ref> | null;

  @CreateDateColumn()
  madeAt!: Date;
}

/** An embedded object within another, with a relation and a date of its own. */
@Entity()
export class Nest {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column(() => Outer)
  outer!: Outer;
}

/** Every kind of default that a column can have. */
@Entity()
export class Defaulted {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column()
  @Generated('increment')
  counter!: number;

  @Column()
  @Generated('uuid')
  token!: string;

  @Column({ type: 'varchar', default: () => `'x' || 'y'` })
  computed!: string;

  @Column('timestamptz', { default: () => 'CURRENT_TIMESTAMP' })
  at!: Date;

  @Column('int', { array: true, default: [1, 2] })
  list!: number[];

  @Column('boolean', { default: true })
  flag!: boolean;

  @Column('float', { default: 1.5 })
  ratio!: number;

  @Column('jsonb', { default: () => `'{"a": 1}'` })
  json!: unknown;

  @Column('simple-array', { default: 'a,b' })
  parts!: string[];

  @Column('enum', { enum: ['p', 'q'], default: 'q' })
  choice!: string;

  @Column('varchar', { nullable: true, default: null })
  nothing!: string | null;

  @Column('int', { default: -1 })
  negative!: number;

  @Column('bigint', { default: '9007199254740993' })
  big!: string;

  @Column('char', { length: 3, default: 'z' })
  padded!: string;

  @Column('time', { default: '10:00' })
  clock!: string;
}

@Entity()
export class Pair {
  @PrimaryColumn('int')
  a!: number;

  @PrimaryColumn()
  b!: string;

  @Column('varchar', { nullable: true })
  value!: string | null;

  @OneToMany(() => PairItem, (item) => item.pair, { cascade: true })
  items!: Relation<PairItem>[];

  @ManyToMany(() => Ref, { cascade: true })
  @JoinTable()
  refs!: Relation<Ref>[];
}

@Entity()
export class PairItem {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @ManyToOne(() => Pair, (pair) => pair.items, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  pair!: Relation<Pair> | null;
}

/** Its key is that of another row. */
@Entity()
export class Extension {
  @PrimaryColumn('int')
  refId!: number;

  @OneToOne(() => Ref)
  @JoinColumn({ name: 'refId' })
  ref!: Relation<Ref>;

  @Column()
  text!: string;
}

const asJson = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (value: string | null) => (value === null ? null : (JSON.parse(value) as unknown)),
};
const prefixed = (prefix: string) => ({
  to: (value: unknown) => (typeof value === 'string' ? `${prefix}${value}` : value),
  from: (value: unknown) => (typeof value === 'string' ? value.slice(prefix.length) : value),
});

@Entity()
export class Converted {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'varchar', nullable: true, transformer: asJson })
  object!: unknown;

  /** The first of a list transforms first on the way in, and last on the way out. */
  @Column({ type: 'varchar', nullable: true, transformer: [prefixed('b:'), prefixed('a:')] })
  twice!: string | null;

  @Column({
    type: 'timestamptz',
    nullable: true,
    transformer: {
      to: (value: unknown) => (typeof value === 'number' ? new Date(value) : value),
      from: (value: Date | null) => value?.getTime() ?? null,
    },
  })
  millis!: number | null;

  @Column('decimal', {
    precision: 6,
    scale: 2,
    nullable: true,
    transformer: {
      to: (value: unknown) => value,
      from: (value: string | null) => (value === null ? null : Number(value)),
    },
  })
  price!: number | null;
}

@Entity()
export class Computed {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @VirtualColumn({ query: (alias) => `SELECT COUNT(*) FROM computed c WHERE c.name = ${alias}.name` })
  namesakes!: string;

  @VirtualColumn({ type: 'int', query: (alias) => `SELECT ${alias}.id * 2` })
  twice!: number;

  @Column('varchar', { select: false, nullable: true })
  hidden!: string | null;

  @Column({ type: 'int', generatedType: 'STORED', asExpression: 'length(name)', nullable: true })
  length!: number | null;
}

@Entity({ orderBy: { place: 'DESC', id: 'ASC' } })
export class Ranked {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int')
  place!: number;

  @OneToMany(() => RankedItem, (item) => item.ranked, { eager: true, cascade: true })
  items!: Relation<RankedItem>[];
}

@Entity({ orderBy: { number: 'DESC' } })
export class RankedItem {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int')
  number!: number;

  @ManyToOne(() => Ranked, (ranked) => ranked.items)
  ranked!: Relation<Ranked> | null;
}

@Entity({ name: 'Odd Table', schema: 'odd schema' })
export class Odd {
  @PrimaryGeneratedColumn({ name: 'the id' })
  id!: number;

  @Column({ name: 'SELECT' })
  select!: string;

  @Column('varchar', { name: 'user', nullable: true, comment: 'a reserved word' })
  user!: string | null;
}

export const options = [
  Ref,
  Nest,
  Defaulted,
  Pair,
  PairItem,
  Extension,
  Converted,
  Computed,
  Ranked,
  RankedItem,
  Odd,
];

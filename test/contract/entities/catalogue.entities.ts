import {
  Check,
  Column,
  Entity,
  Exclusion,
  ForeignKey,
  Index,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Tree,
  TreeChildren,
  TreeParent,
  Unique,
  ViewColumn,
  ViewEntity,
  type Relation,
} from 'typeorm';

export enum Colour {
  Red = 'red',
  Green = 'green',
}

/** Every way to declare a column, a default or a constraint. */
@Entity({ name: 'products', schema: 'shop' })
@Unique(['code', 'colour'])
@Unique('UQ_products_rank', ['rank'], { deferrable: 'INITIALLY DEFERRED' })
@Check('"rank" > 0')
@Index(['colour', 'rank'])
@Index('IDX_products_cheap', ['price'], { where: '"price" < 10' })
@Exclusion('EX_products_period', `USING gist ("period" WITH &&)`)
export class Product {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'PK_products' })
  id!: string;

  @PrimaryColumn('varchar', { length: 20, default: 'main', primaryKeyConstraintName: 'PK_products' })
  shop!: string;

  @Column({ name: 'product_code', length: 12 })
  code!: string;

  @Column('enum', { enum: Colour, default: Colour.Green })
  colour!: Colour;

  @Column('enum', { enum: Colour, array: true, default: [Colour.Red], enumName: 'palette' })
  palette!: Colour[];

  @Column('int', { nullable: true })
  rank!: number | null;

  @Column('decimal', { precision: 8, scale: 3, default: 1.5 })
  price!: string;

  @Column('jsonb', { default: { a: [1] } })
  data!: unknown;

  @Column('timestamp', { precision: 3, default: () => 'CURRENT_TIMESTAMP' })
  madeAt!: Date;

  @Column('boolean', { default: false })
  hidden!: boolean;

  @Column('text', { array: true, default: () => `'{a,b}'` })
  labels!: string[];

  @Column({ type: 'varchar', generatedType: 'STORED', asExpression: `lower("product_code")`, nullable: true })
  folded!: string | null;

  @Column({ type: 'int', generated: 'identity', generatedIdentity: 'ALWAYS' } as object)
  serialNumber!: number;

  @Column({ generated: 'uuid' })
  token!: string;

  @Column('int4range', { nullable: true })
  period!: string | null;

  @ManyToMany(() => Topic)
  @JoinTable({ name: 'product_topics' })
  topics!: Relation<Topic>[];
}

@Entity()
@Tree('closure-table')
export class Topic {
  @PrimaryGeneratedColumn('identity')
  id!: number;

  @Column()
  name!: string;

  @TreeParent({ onDelete: 'CASCADE' })
  parent!: Relation<Topic> | null;

  @TreeChildren()
  children!: Relation<Topic>[];

  @ManyToOne(() => Topic, { createForeignKeyConstraints: false })
  loose!: Relation<Topic> | null;

  @ManyToOne(() => Topic, { deferrable: 'INITIALLY DEFERRED', onUpdate: 'CASCADE' })
  @JoinColumn({ name: 'related_id', foreignKeyConstraintName: 'FK_topic_related' })
  related!: Relation<Topic> | null;

  @Column('int', { nullable: true })
  @ForeignKey(() => Topic, { onDelete: 'SET NULL' })
  originId!: number | null;
}

@ViewEntity({
  expression: `SELECT t.id AS id, upper(t.name) AS shout, count(c.id) AS children
    FROM topic t LEFT JOIN topic c ON c."parentId" = t.id GROUP BY t.id, t.name`,
})
export class TopicSummary {
  @ViewColumn()
  id!: number;

  @ViewColumn()
  shout!: string;

  @ViewColumn()
  children!: string;
}

export const catalogue = [Product, Topic, TopicSummary];

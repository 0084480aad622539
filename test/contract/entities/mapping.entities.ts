import {
  BaseEntity,
  Column,
  Entity,
  EntitySchema,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Tree,
  TreeChildren,
  TreeParent,
  VirtualColumn,
  type Relation,
} from 'typeorm';

@Entity()
@Tree('nested-set')
export class Folder {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @TreeParent()
  parent!: Relation<Folder> | null;

  @TreeChildren()
  children!: Relation<Folder>[];
}

@Entity()
@Tree('materialized-path')
export class Page {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @TreeParent()
  parent!: Relation<Page> | null;

  @TreeChildren()
  children!: Relation<Page>[];
}

/** A tree by plain relations, and one relation of each way of loading. */
@Entity()
export class Employee {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToOne(() => Employee, (employee) => employee.reports)
  manager!: Relation<Employee> | null;

  @OneToMany(() => Employee, (employee) => employee.manager)
  reports!: Relation<Employee>[];
}

@Entity()
export class Price {
  @PrimaryColumn('int')
  product!: number;

  @PrimaryColumn()
  currency!: string;

  @Column('int', { nullable: true })
  amount!: number | null;
}

@Entity()
export class Offer {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToOne(() => Price, { eager: true })
  price!: Relation<Price> | null;

  @ManyToOne(() => Offer, { lazy: true })
  replaces!: Promise<Offer | null>;

  @VirtualColumn({ query: (alias) => `SELECT COUNT(*) FROM offer WHERE name = ${alias}.name` })
  namesakes!: string;
}

@Entity()
export class Setting extends BaseEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;
}

export interface Visit {
  id: number;
  page: string;
  at: Date;
}

export const VisitSchema = new EntitySchema<Visit>({
  name: 'visit',
  columns: {
    id: { type: Number, primary: true, generated: true },
    page: { type: String },
    at: { type: 'timestamptz', createDate: true },
  },
  indices: [{ columns: ['page'] }],
});

export const mappings = [Folder, Page, Employee, Price, Offer, Setting, VisitSchema];

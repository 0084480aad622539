import {
  Column,
  DeleteDateColumn,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

/** One parent with a collection for each thing that can become of a child that is taken out of it. */
@Entity()
export class Order {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  label!: string;

  @OneToMany(() => NullifiedLine, (line) => line.order, { cascade: true })
  nullified!: Relation<NullifiedLine>[];

  @OneToMany(() => DeletedLine, (line) => line.order, { cascade: true })
  deleted!: Relation<DeletedLine>[];

  @OneToMany(() => HiddenLine, (line) => line.order, { cascade: true })
  hidden!: Relation<HiddenLine>[];

  @OneToMany(() => KeptLine, (line) => line.order, { cascade: true })
  kept!: Relation<KeptLine>[];

  @OneToMany(() => LooseLine, (line) => line.order)
  loose!: Relation<LooseLine>[];
}

@Entity()
export class NullifiedLine {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  label!: string;

  @ManyToOne(() => Order, (order) => order.nullified)
  order!: Relation<Order> | null;
}

@Entity()
export class DeletedLine {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  label!: string;

  @ManyToOne(() => Order, (order) => order.deleted, { orphanedRowAction: 'delete' })
  order!: Relation<Order> | null;
}

@Entity()
export class HiddenLine {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  label!: string;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @ManyToOne(() => Order, (order) => order.hidden, { orphanedRowAction: 'soft-delete' })
  order!: Relation<Order> | null;
}

@Entity()
export class KeptLine {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  label!: string;

  @ManyToOne(() => Order, (order) => order.kept, { orphanedRowAction: 'disable' })
  order!: Relation<Order> | null;
}

/** Not cascaded: it has to be there before the order points at it. */
@Entity()
export class LooseLine {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  label!: string;

  @ManyToOne(() => Order, (order) => order.loose, { onDelete: 'RESTRICT' })
  order!: Relation<Order> | null;
}

export const orders = [Order, NullifiedLine, DeletedLine, HiddenLine, KeptLine, LooseLine];

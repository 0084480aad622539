import {
  BaseEntity,
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

@Entity()
export class Anchor {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ unique: true })
  key!: string;
}

/** A reference of each kind to a row that may go or change. */
@Entity()
export class Rope {
  @PrimaryGeneratedColumn()
  id!: number;

  @ManyToOne(() => Anchor, { onDelete: 'CASCADE' })
  cascade!: Relation<Anchor> | null;

  @ManyToOne(() => Anchor, { onDelete: 'SET NULL' })
  setNull!: Relation<Anchor> | null;

  @ManyToOne(() => Anchor, { onDelete: 'NO ACTION' })
  noAction!: Relation<Anchor> | null;

  @ManyToOne(() => Anchor, { onUpdate: 'CASCADE' })
  @JoinColumn({ name: 'anchor_key', referencedColumnName: 'key' })
  byKey!: Relation<Anchor> | null;

  @ManyToOne(() => Anchor, { deferrable: 'INITIALLY DEFERRED' })
  deferred!: Relation<Anchor> | null;
}

/** An active record whose relations are loaded when they are asked for. */
@Entity()
export class Lazy extends BaseEntity {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToOne(() => Lazy, (lazy) => lazy.children, { lazy: true })
  parent!: Promise<Lazy | null>;

  @OneToMany(() => Lazy, (lazy) => lazy.parent, { lazy: true, cascade: true })
  children!: Promise<Lazy[]>;

  @ManyToOne(() => Anchor, { eager: true, cascade: true })
  anchor!: Relation<Anchor> | null;
}

export const actions = [Anchor, Rope, Lazy];

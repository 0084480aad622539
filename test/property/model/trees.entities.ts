import {
  Column,
  Entity,
  PrimaryGeneratedColumn,
  Tree,
  TreeChildren,
  TreeParent,
  type Relation,
} from 'typeorm';

@Entity()
@Tree('materialized-path')
export class Category {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 10 })
  name!: string;

  @TreeChildren({ cascade: true })
  children!: Relation<Category>[];

  @TreeParent({ onDelete: 'CASCADE' })
  parent!: Relation<Category> | null;
}

@Entity()
@Tree('closure-table')
export class Folder {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 10, unique: true })
  name!: string;

  @TreeChildren({ cascade: true })
  children!: Relation<Folder>[];

  @TreeParent({ onDelete: 'CASCADE' })
  parent!: Relation<Folder> | null;
}

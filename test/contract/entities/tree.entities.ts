import {
  Column,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  Tree,
  TreeChildren,
  TreeParent,
  type Relation,
} from 'typeorm';

@Entity()
export class Owner {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;
}

/** The same tree in each of the ways in which TypeORM keeps one. */
export interface TreeNode {
  id: number;
  name: string;
  owner: Owner | null;
  parent: TreeNode | null;
  children: TreeNode[];
}

@Entity()
@Tree('closure-table')
export class ClosureNode implements TreeNode {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToOne(() => Owner)
  owner!: Relation<Owner> | null;

  @TreeParent({ onDelete: 'CASCADE' })
  parent!: Relation<ClosureNode> | null;

  @TreeChildren({ cascade: true })
  children!: Relation<ClosureNode>[];
}

@Entity()
@Tree('nested-set')
export class NestedNode implements TreeNode {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToOne(() => Owner)
  owner!: Relation<Owner> | null;

  @TreeParent()
  parent!: Relation<NestedNode> | null;

  @TreeChildren({ cascade: true })
  children!: Relation<NestedNode>[];
}

@Entity()
@Tree('materialized-path')
export class PathNode implements TreeNode {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToOne(() => Owner)
  owner!: Relation<Owner> | null;

  @TreeParent()
  parent!: Relation<PathNode> | null;

  @TreeChildren({ cascade: true })
  children!: Relation<PathNode>[];
}

/** An adjacency list: plain relations. */
@Entity()
export class ListNode implements TreeNode {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToOne(() => Owner)
  owner!: Relation<Owner> | null;

  @ManyToOne(() => ListNode, (node) => node.children)
  parent!: Relation<ListNode> | null;

  @OneToMany(() => ListNode, (node) => node.parent)
  children!: Relation<ListNode>[];
}

export const trees = [Owner, ClosureNode, NestedNode, PathNode, ListNode];

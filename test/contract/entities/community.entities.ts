import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  RelationId,
  UpdateDateColumn,
  VersionColumn,
  type Relation,
} from 'typeorm';
import type { ContractStore } from '../../../src/database/testing';

export class FullName {
  @Column()
  first!: string;

  @Column('varchar', { nullable: true })
  last!: string | null;
}

/** A model with every kind of relation, for what the query builders and repositories do with them. */
@Entity()
export class Member {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column(() => FullName)
  name!: FullName;

  @Column('int', { nullable: true })
  age!: number | null;

  @Column({ unique: true })
  email!: string;

  @Column('decimal', { precision: 10, scale: 2, default: 0 })
  credit!: string;

  @VersionColumn()
  version!: number;

  @CreateDateColumn()
  createdAt!: Date;

  @UpdateDateColumn()
  updatedAt!: Date;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @OneToOne(() => Profile, (profile) => profile.member, { cascade: true })
  profile!: Relation<Profile> | null;

  @OneToMany(() => Post, (post) => post.author, { cascade: true })
  posts!: Relation<Post>[];

  @ManyToMany(() => Team, (team) => team.members, { cascade: true })
  @JoinTable()
  teams!: Relation<Team>[];

  @ManyToOne(() => Member, { onDelete: 'SET NULL' })
  mentor!: Relation<Member> | null;
}

@Entity()
export class Profile {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @OneToOne(() => Member, (member) => member.profile, { onDelete: 'CASCADE' })
  @JoinColumn()
  member!: Relation<Member> | null;
}

@Entity()
export class Post {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  title!: string;

  @Column('int', { default: 0 })
  views!: number;

  @ManyToOne(() => Member, (member) => member.posts, { onDelete: 'CASCADE' })
  author!: Relation<Member> | null;

  @RelationId((post: Post) => post.author)
  authorId!: number | null;

  @ManyToMany(() => Label, (label) => label.posts, { cascade: ['insert'] })
  @JoinTable()
  labels!: Relation<Label>[];

  @OneToMany(() => Comment, (comment) => comment.post, { cascade: true })
  comments!: Relation<Comment>[];
}

@Entity()
export class Label {
  @PrimaryColumn()
  name!: string;

  @ManyToMany(() => Post, (post) => post.labels)
  posts!: Relation<Post>[];
}

@Entity()
export class Comment {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  text!: string;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @ManyToOne(() => Post, (post) => post.comments, { onDelete: 'CASCADE', orphanedRowAction: 'delete' })
  post!: Relation<Post>;
}

@Entity()
export class Team {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @ManyToMany(() => Member, (member) => member.teams)
  members!: Relation<Member>[];
}

export const community = [Member, Profile, Post, Label, Comment, Team];

/**
 * Ann (30, teams red and blue, posts p1 and p2), Bob (40, team blue, post p3, mentored by Ann), Cid (no age, nothing),
 * and post p4 of nobody.
 */
export async function foundCommunity(store: ContractStore): Promise<void> {
  const members = store.repository(Member);
  const teams = await store.repository(Team).save([{ name: 'red' }, { name: 'blue' }, { name: 'void' }]);
  const labels = await store.repository(Label).save([{ name: 'x' }, { name: 'y' }, { name: 'z' }]);
  const [ann, bob] = await members.save([
    {
      name: { first: 'Ann', last: 'A' },
      age: 30,
      email: 'ann',
      credit: '10.50',
      teams: teams.slice(0, 2),
      profile: { text: 'about Ann' },
    },
    { name: { first: 'Bob' }, age: 40, email: 'bob', credit: '20.25', teams: teams.slice(1, 2) },
    { name: { first: 'Cid', last: 'C' }, email: 'cid' },
  ]);
  await members.createQueryBuilder().relation('mentor').of(bob).set(ann);
  await store.repository(Post).save([
    {
      title: 'p1',
      views: 5,
      author: ann,
      labels: labels.slice(0, 2),
      comments: [{ text: 'c1' }, { text: 'c2' }],
    },
    { title: 'p2', views: 7, author: ann, labels: labels.slice(1, 2) },
    { title: 'p3', author: bob, comments: [{ text: 'c3' }] },
    { title: 'p4' },
  ]);
}

import {
  Column,
  DeleteDateColumn,
  Entity,
  Index,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
  type Relation,
} from 'typeorm';
import { Member } from './members.entities';

@Entity()
@Unique('UQ_post_author_slug', ['author', 'slug'])
@Index('IDX_post_published', ['publishedAt', 'id'])
export class Post {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id!: string;

  @Column({ length: 20 })
  title!: string;

  @Column('varchar', { length: 10, nullable: true })
  slug!: string | null;

  @Column('text', { nullable: true })
  body!: string | null;

  @Column('enum', { enum: ['draft', 'review', 'published'], default: 'draft' })
  status!: string;

  @Column('int', { default: 0 })
  views!: number;

  @Column('real', { nullable: true })
  rating!: number | null;

  @Column('numeric', { nullable: true })
  price!: string | null;

  @Column('json', { nullable: true })
  meta!: unknown;

  @Column('timestamp', { nullable: true })
  publishedAt!: Date | null;

  @Column({ type: 'int', generatedType: 'STORED', asExpression: 'length("title")' })
  titleLength!: number;

  @ManyToOne(() => Member, (member) => member.posts, {
    nullable: true,
    onDelete: 'SET NULL',
    cascade: ['insert', 'update'],
  })
  author!: Relation<Member> | null;

  @Column('int', { nullable: true })
  authorId!: number | null;

  @ManyToOne(() => Member, { nullable: true, onDelete: 'RESTRICT' })
  editor!: Relation<Member> | null;

  @ManyToMany(() => Tag, (tag) => tag.posts, { cascade: ['insert'] })
  @JoinTable()
  tags!: Relation<Tag>[];

  @OneToMany(() => Comment, (comment) => comment.post, { cascade: true })
  comments!: Relation<Comment>[];
}

@Entity()
export class Comment {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 12 })
  text!: string;

  @Column('smallint', { default: 0 })
  likes!: number;

  @Column('boolean', { nullable: true })
  approved!: boolean | null;

  @ManyToOne(() => Post, (post) => post.comments, {
    nullable: true,
    onDelete: 'CASCADE',
    orphanedRowAction: 'delete',
  })
  post!: Relation<Post> | null;

  @ManyToOne(() => Member, { nullable: true, onDelete: 'CASCADE' })
  member!: Relation<Member> | null;

  @DeleteDateColumn()
  deletedAt!: Date | null;
}

/** Its name is its key. */
@Entity()
export class Tag {
  @PrimaryColumn('varchar', { length: 10 })
  name!: string;

  @Column('float8', { nullable: true })
  weight!: number | null;

  @Column('char', { length: 6, nullable: true })
  color!: string | null;

  @ManyToMany(() => Post, (post) => post.tags)
  posts!: Relation<Post>[];
}

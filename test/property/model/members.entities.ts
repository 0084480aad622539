import {
  Check,
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
  VersionColumn,
  type Relation,
} from 'typeorm';
import { Post } from './posts.entities';

export class Name {
  @Column('varchar', { nullable: true })
  first!: string | null;

  @Column('varchar', { length: 10, nullable: true })
  last!: string | null;
}

/** Columns of many types, unique and partly unique keys, a check, soft deletion and a version. */
@Entity()
@Check('CHK_member_age', '"age" >= 0 AND "age" < 200')
@Index('IDX_member_nickname', ['nickname'], { unique: true, where: '"deletedAt" IS NULL' })
@Index('IDX_member_visits', ['visits'])
export class Member {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 20, unique: true })
  email!: string;

  @Column('varchar', { length: 8, nullable: true })
  nickname!: string | null;

  @Column('varchar', { nullable: true, unique: true })
  phone!: string | null;

  @Column('int', { nullable: true })
  age!: number | null;

  @Column('enum', { enum: ['guest', 'member', 'admin'], default: 'member' })
  role!: string;

  @Column('numeric', { precision: 8, scale: 2, default: 0 })
  score!: string;

  @Column('bigint', { default: 0 })
  visits!: string;

  @Column('jsonb', { default: {} })
  settings!: unknown;

  @Column('text', { array: true, default: [] })
  labels!: string[];

  @Column('date', { nullable: true })
  bornOn!: string | null;

  @Column('timestamptz', { nullable: true })
  seenAt!: Date | null;

  @Column(() => Name)
  name!: Name;

  @ManyToOne(() => Member, { onDelete: 'SET NULL', nullable: true })
  referrer!: Relation<Member> | null;

  @Column('int', { nullable: true })
  referrerId!: number | null;

  @OneToOne(() => Profile, (profile) => profile.member, { cascade: true })
  profile!: Relation<Profile> | null;

  @OneToMany(() => Post, (post) => post.author)
  posts!: Relation<Post>[];

  @VersionColumn()
  version!: number;

  @CreateDateColumn()
  createdAt!: Date;

  @UpdateDateColumn()
  updatedAt!: Date;

  @DeleteDateColumn()
  deletedAt!: Date | null;
}

/** One to one, with a key that the caller gives and a foreign key that may wait for COMMIT. */
@Entity()
@Check('CHK_profile_quota', '"quota" BETWEEN 0 AND "limit"')
export class Profile {
  @PrimaryColumn('uuid')
  id!: string;

  @OneToOne(() => Member, (member) => member.profile, {
    nullable: true,
    onDelete: 'CASCADE',
    deferrable: 'INITIALLY IMMEDIATE',
  })
  @JoinColumn()
  member!: Relation<Member> | null;

  @Column('int', { nullable: true })
  memberId!: number | null;

  @Column('varchar', { nullable: true })
  bio!: string | null;

  @Column('int', { default: 0 })
  quota!: number;

  @Column('int', { default: 10, name: 'limit' })
  limit!: number;

  @Column('bytea', { nullable: true })
  picture!: Buffer | null;
}

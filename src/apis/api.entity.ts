import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { User } from '../users/user.entity';

export const VISIBILITIES = ['public', 'private'] as const;
export const LIFECYCLES = ['draft', 'active', 'deprecated', 'retired'] as const;
export type Visibility = (typeof VISIBILITIES)[number];
export type Lifecycle = (typeof LIFECYCLES)[number];

/** An API in the registry. What it looks like is in its versions. */
@Entity('apis')
@Unique('UQ_apis_slug', ['slug'])
@Check('CHK_apis_visibility', `"visibility" IN ('public', 'private')`)
@Check('CHK_apis_lifecycle', `"lifecycle" IN ('draft', 'active', 'deprecated', 'retired')`)
@Index('IDX_apis_owner_id', ['ownerId', 'listed', 'id'])
@Index('IDX_apis_successor_id', ['successorId'])
@Index('IDX_apis_pending_owner_id', ['pendingOwnerId', 'id'])
@Index('IDX_apis_listed_id', ['listed', 'id'])
@Index('IDX_apis_listed_updated_at', ['listed', 'updatedAt', 'id'])
@Index('IDX_apis_listed_slug', ['listed', 'slug'])
@Index('IDX_apis_terms', ['terms'], { type: 'gin' })
export class Api {
  /** UUID version 7: ascending by time of creation. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_apis' })
  id!: string;

  @Column('uuid')
  @ForeignKey(() => User, { name: 'FK_apis_owner_id', onDelete: 'RESTRICT' })
  ownerId!: string;

  /** ASCII, and sorted as such whatever the database's locale is. */
  @Column({ type: 'varchar', length: 64, collation: 'C' })
  slug!: string;

  @Column('varchar', { length: 100 })
  name!: string;

  @Column('varchar', { length: 2000 })
  description!: string;

  @Column('varchar', { length: 16 })
  visibility!: Visibility;

  /** A draft until a version of it is published. */
  @Column('varchar', { length: 16 })
  lifecycle!: Lifecycle;

  /** Sorted, each once. */
  @Column('varchar', { length: 40, array: true })
  tags!: string[];

  @Column('varchar', { length: 500, nullable: true })
  homepageUrl!: string | null;

  /** The number of the version that people are to use; null before the first one is published. */
  @Column('varchar', { length: 64, nullable: true })
  latestVersion!: string | null;

  /** Of the document of that version, as major and minor: `3.1`. */
  @Column('varchar', { length: 8, nullable: true })
  specVersion!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deprecatedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  sunsetAt!: Date | null;

  @Column('uuid', { nullable: true })
  @ForeignKey(() => Api, { name: 'FK_apis_successor_id', onDelete: 'SET NULL' })
  successorId!: string | null;

  /** To whom its owner has offered it; null also when that user was deleted. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => User, { name: 'FK_apis_pending_owner_id', onDelete: 'SET NULL' })
  pendingOwnerId!: string | null;

  /** Until when the offer can be accepted. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  pendingUntil!: Date | null;

  /** Whether everybody sees it: it is public and was published. */
  @Column('boolean')
  listed!: boolean;

  /** What is searched for substrings. */
  @Column('varchar', { length: 400, select: false })
  searchText!: string;

  /** What finds it, as numbers: see `api-terms.ts`. */
  @Column('integer', { array: true, select: false })
  terms!: number[];

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Grows with every change; part of the ETag. */
  @Column('integer')
  revision!: number;
}

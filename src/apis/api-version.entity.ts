import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Api } from './api.entity';

export const VERSION_STATUSES = ['draft', 'published', 'deprecated', 'retired'] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];

/** A version of an API, and the document that describes it. Once it is published it stays as it is. */
@Entity('api_versions')
@Unique('UQ_api_versions_api_id_version', ['apiId', 'version'])
@Check('CHK_api_versions_status', `"status" IN ('draft', 'published', 'deprecated', 'retired')`)
@Index('IDX_api_versions_api_id', ['apiId', 'id'])
@Index('IDX_api_versions_base_id', ['baseId'])
@Index('IDX_api_versions_successor_id', ['successorId'])
export class ApiVersion {
  /** UUID version 7: ascending by time of creation. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_api_versions' })
  id!: string;

  @Column('uuid')
  @ForeignKey(() => Api, { name: 'FK_api_versions_api_id', onDelete: 'CASCADE' })
  apiId!: string;

  /** The number, by Semantic Versioning 2.0.0; its parts follow. */
  @Column('varchar', { length: 64 })
  version!: string;

  @Column('integer')
  major!: number;

  @Column('integer')
  minor!: number;

  @Column('integer')
  patch!: number;

  /** Empty for a release. */
  @Column('varchar', { length: 64 })
  prerelease!: string;

  @Column('varchar', { length: 16 })
  status!: VersionStatus;

  /** Of the document; this and what else is said of it is null until there is one. */
  @Column('varchar', { length: 32, nullable: true })
  mediaType!: 'application/json' | 'application/yaml' | null;

  /** As the document declares it; null when it is not one that is known. */
  @Column('varchar', { length: 16, nullable: true })
  specVersion!: string | null;

  /** As it was sent, to the byte. */
  @Column('text', { nullable: true, select: false })
  document!: string | null;

  /** Of its bytes, in hexadecimal digits. */
  @Column('char', { length: 64, nullable: true })
  sha256!: string | null;

  @Column('integer', { nullable: true })
  operationCount!: number | null;

  /** How many changes break who uses the version before, those that may included; null when there was none to compare with. */
  @Column('integer', { nullable: true })
  breakingCount!: number | null;

  /** The version that it was compared with when it was published. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => ApiVersion, { name: 'FK_api_versions_base_id', onDelete: 'SET NULL' })
  baseId!: string | null;

  /** Why it was published although it breaks what it must not. */
  @Column('varchar', { length: 500, nullable: true })
  overrideReason!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  publishedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deprecatedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  sunsetAt!: Date | null;

  @Column('uuid', { nullable: true })
  @ForeignKey(() => ApiVersion, { name: 'FK_api_versions_successor_id', onDelete: 'SET NULL' })
  successorId!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Grows with every change; part of the ETag. */
  @Column('integer')
  revision!: number;
}

import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { TokenKind } from '../auth/caller';
import { User } from '../users/user.entity';

export type RevocationReason = 'revoked' | 'revoked_all' | 'rotated' | 'suspended';

/** An access token, without its secret. It stays, as a record, when it is revoked or has expired. */
@Entity('tokens')
@Unique('UQ_tokens_token_hash', ['tokenHash'])
@Check('CHK_tokens_kind', `"kind" IN ('session', 'personal', 'service')`)
@Check('CHK_tokens_expires_at', `"expiresAt" > "createdAt"`)
@Index('IDX_tokens_user_id', ['userId', 'id'])
@Index('IDX_tokens_expires_at', ['expiresAt'])
@Index('IDX_tokens_replaced_by_id', ['replacedById'])
export class Token {
  /** UUID version 7: ascending by time of creation. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_tokens' })
  id!: string;

  @Column('uuid')
  @ForeignKey(() => User, { name: 'FK_tokens_user_id', onDelete: 'CASCADE' })
  userId!: string;

  @Column('varchar', { length: 16 })
  kind!: TokenKind;

  @Column('varchar', { length: 100 })
  name!: string;

  /** SHA-256 of the secret, in hexadecimal digits. */
  @Column('char', { length: 64 })
  tokenHash!: string;

  /** The end of the secret, by which people tell their tokens apart. */
  @Column('char', { length: 4 })
  last4!: string;

  /** Parted by spaces. */
  @Column('varchar', { length: 2000 })
  scopes!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  /** To the minute; it is no change of the version. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Date | null;

  @Column('varchar', { length: 16, nullable: true })
  revokedReason!: RevocationReason | null;

  /** What a rotation has put in its place. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => Token, { name: 'FK_tokens_replaced_by_id', onDelete: 'SET NULL' })
  replacedById!: string | null;

  /** When the user of a session last proved who he is; null when he has to do so again. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  signedInAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  /** Grows with every change but that of the last use; part of the ETag. */
  @Column('integer')
  version!: number;
}

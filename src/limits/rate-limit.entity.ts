import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** When somebody did what is limited: as many of the last times as matter. */
@Entity('rate_limits')
@Index('IDX_rate_limits_expires_at', ['expiresAt'])
export class RateLimitRecord {
  /** SHA-256 in hexadecimal digits of what is limited for whom, which may be personal. */
  @PrimaryColumn('char', { length: 64, primaryKeyConstraintName: 'PK_rate_limits' })
  bucket!: string;

  /** Milliseconds since 1970, ascending. */
  @Column('bigint', { array: true })
  hits!: string[];

  /** From then on it does not count any more. */
  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What was answered to a request with an Idempotency-Key, without its secret. */
@Entity('idempotency_records')
@Index('IDX_idempotency_records_expires_at', ['expiresAt'])
export class IdempotencyRecord {
  /** SHA-256 in hexadecimal digits of the user, the route and the key. */
  @PrimaryColumn('char', { length: 64, primaryKeyConstraintName: 'PK_idempotency_records' })
  id!: string;

  /** SHA-256 in hexadecimal digits of what was asked for. */
  @Column('char', { length: 64 })
  requestHash!: string;

  /** The body, as JSON. */
  @Column('text')
  body!: string;

  /** The headers that belong to it, as JSON. */
  @Column('text')
  headers!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}

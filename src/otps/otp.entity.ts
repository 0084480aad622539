import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { User } from '../users/user.entity';

export const OTP_PURPOSES = ['sign_in', 'email_change', 'step_up'] as const;
export type OtpPurpose = (typeof OTP_PURPOSES)[number];

/** A challenge: a code was sent to an e-mail address, and who tells it has the address. */
@Entity('otps')
@Check('CHK_otps_purpose', `"purpose" IN ('sign_in', 'email_change', 'step_up')`)
@Check('CHK_otps_attempts', `"attempts" BETWEEN 0 AND 5`)
@Check('CHK_otps_sends', `"sends" BETWEEN 1 AND 3`)
@Check('CHK_otps_expires_at', `"expiresAt" > "createdAt"`)
@Check('CHK_otps_status', `"status" IN ('pending', 'consumed', 'superseded', 'exhausted')`)
@Check('CHK_otps_delivery', `"delivery" IN ('queued', 'sent', 'failed', 'suppressed')`)
@Index('IDX_otps_email', ['email', 'purpose', 'status'])
@Index('IDX_otps_user_id', ['userId'])
@Index('IDX_otps_expires_at', ['expiresAt'])
export class Otp {
  /** UUID version 4: it must not be guessed. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_otps' })
  id!: string;

  /** Whose challenge it is; null when nobody had the address. */
  @Column('uuid', { nullable: true })
  @ForeignKey(() => User, { name: 'FK_otps_user_id', onDelete: 'CASCADE' })
  userId!: string | null;

  /** Lower case. Where the code was sent. */
  @Column('varchar', { length: 254 })
  email!: string;

  @Column('varchar', { length: 16 })
  purpose!: OtpPurpose;

  /** HMAC-SHA-256 in hexadecimal digits. */
  @Column('char', { length: 64 })
  codeHash!: string;

  /** The id of the HMAC's key. */
  @Column('varchar', { length: 16 })
  keyId!: string;

  /** How often it was answered wrongly. */
  @Column('smallint')
  attempts!: number;

  @Column('smallint')
  sends!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  lastSentAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column('varchar', { length: 16 })
  status!: 'pending' | 'consumed' | 'superseded' | 'exhausted';

  /** What became of the mail with the present code. */
  @Column('varchar', { length: 16 })
  delivery!: 'queued' | 'sent' | 'failed' | 'suppressed';

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  consumedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}

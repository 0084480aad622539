import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How often codes for an e-mail address were answered wrongly since the last right answer: all rows of an address count. A new
 * code does not change it.
 */
@Entity('otp_failures')
@Check('CHK_otp_failures_failures', `"failures" >= 0`)
export class OtpFailures {
  /** Lower case. */
  @PrimaryColumn('varchar', { length: 254, primaryKeyConstraintName: 'PK_otp_failures' })
  email!: string;

  /** Who has counted: nobody by name, or memory that has stood in for PostgreSQL. */
  @PrimaryColumn('varchar', { length: 36, default: '', primaryKeyConstraintName: 'PK_otp_failures' })
  keeper!: string;

  @Column('integer')
  failures!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  lastFailedAt!: Date;
}

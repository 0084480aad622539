import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** How often codes for an e-mail address were answered wrongly since the last right answer. A new code does not change it. */
@Entity('otp_failures')
@Check('CHK_otp_failures_failures', `"failures" >= 0`)
export class OtpFailures {
  /** Lower case. */
  @PrimaryColumn('varchar', { length: 254, primaryKeyConstraintName: 'PK_otp_failures' })
  email!: string;

  @Column('integer')
  failures!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  lastFailedAt!: Date;
}

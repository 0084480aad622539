import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { AuditLog } from '../audit/audit-log';
import type { Otp } from './otp.entity';
import { OtpFailures } from './otp-failures.entity';
import { isLockedBy, waitAfter } from './otp-rules';
import { OtpDelayedError, OtpLockedError } from './otps.errors';

/** Counts wrong answers for each e-mail address, whether it is anybody's or not. */
@Injectable()
export class OtpFailuresService {
  constructor(
    @InjectRepository(OtpFailures) private readonly addresses: Repository<OtpFailures>,
    private readonly audit: AuditLog,
  ) {}

  /** Lets an address have a new challenge. @throws OtpLockedError, OtpDelayedError */
  async admit(email: string): Promise<void> {
    const { failures, lastFailedAt } = (await this.addresses.findOneBy({ email })) ?? NONE;
    if (isLockedBy(failures)) throw new OtpLockedError();
    const waitMs = lastFailedAt.getTime() + waitAfter(failures) - Date.now();
    if (waitMs > 0) throw new OtpDelayedError(Math.ceil(waitMs / 1_000));
  }

  /** Counts one more, in the transaction of the answer. */
  async count({ email, id: challengeId, userId }: Pick<Otp, 'email' | 'id' | 'userId'>): Promise<void> {
    const lastFailedAt = new Date();
    await this.addresses
      .createQueryBuilder()
      .insert()
      .values({ email, failures: 0, lastFailedAt })
      .orIgnore()
      .execute();
    const { raw } = await this.addresses.update(
      { email },
      { failures: () => '"failures" + 1', lastFailedAt },
      { returning: ['failures'] },
    );
    const [row] = raw as OtpFailures[];
    if (row && isLockedBy(row.failures) && !isLockedBy(row.failures - 1))
      this.audit.record({
        event: 'security.address_locked',
        challengeId,
        ...(userId !== null && { userId }),
      });
  }

  /** Forgets them: a right answer has come, or an administrator opens the address. */
  async forget(email: string): Promise<void> {
    await this.addresses.delete({ email });
  }
}

const NONE: Pick<OtpFailures, 'failures' | 'lastFailedAt'> = { failures: 0, lastFailedAt: new Date(0) };

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository } from 'typeorm';
import { AuditLog } from '../audit/audit-log';
import { CountKeeper } from '../limits/count-keeper';
import type { Otp } from './otp.entity';
import { OtpFailures } from './otp-failures.entity';
import { isLockedBy, waitAfter } from './otp-rules';
import { OtpDelayedError, OtpLockedError } from './otps.errors';

/** Counts wrong answers for each e-mail address, whether it is anybody's or not. */
@Injectable()
export class OtpFailuresService {
  constructor(
    @InjectRepository(OtpFailures) private readonly addresses: Repository<OtpFailures>,
    private readonly keeper: CountKeeper,
    private readonly audit: AuditLog,
  ) {}

  /** Lets an address have a new challenge. @throws OtpLockedError, OtpDelayedError */
  async admit(email: string): Promise<void> {
    const counts = await this.addresses.findBy({ email });
    const failures = sumOf(counts);
    if (isLockedBy(failures)) throw new OtpLockedError();
    const lastFailedAt = Math.max(0, ...counts.map((count) => count.lastFailedAt.getTime()));
    const waitMs = lastFailedAt + waitAfter(failures) - Date.now();
    if (waitMs > 0) throw new OtpDelayedError(Math.ceil(waitMs / 1_000));
  }

  /** Counts one more, in the transaction of the answer. */
  async count({ email, id: challengeId, userId }: Pick<Otp, 'email' | 'id' | 'userId'>): Promise<void> {
    const lastFailedAt = new Date();
    const keeper = this.keeper.name;
    await this.addresses
      .createQueryBuilder()
      .insert()
      .values({ email, keeper, failures: 0, lastFailedAt })
      .orIgnore()
      .execute();
    await this.addresses.update({ email, keeper }, { failures: () => '"failures" + 1', lastFailedAt });
    const failures = sumOf(await this.addresses.findBy({ email }));
    if (isLockedBy(failures) && !isLockedBy(failures - 1))
      this.audit.record({
        event: 'security.address_locked',
        challengeId,
        ...(userId !== null && { userId }),
      });
  }

  /**
   * Forgets them: a right answer has come, or an administrator opens the address. What memory has counted stays until the
   * next time, as 0: it may be about to change what is carried over already, and has to find it.
   */
  async forget(email: string): Promise<void> {
    await this.addresses.delete([
      { email, keeper: '' },
      { email, failures: 0 },
    ]);
    await this.addresses.update({ email, failures: Not(0) }, { failures: 0 });
  }
}

function sumOf(counts: readonly OtpFailures[]): number {
  return counts.reduce((sum, { failures }) => sum + failures, 0);
}

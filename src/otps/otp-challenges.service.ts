import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, Repository } from 'typeorm';
import type { Caller } from '../auth/caller';
import { DatabaseManager, isAbsenceUncertain, Transactional } from '../database';
import { PrimaryUnavailableError } from '../errors/primary-unavailable.error';
import type { CodeHash } from './code-hasher';
import { Otp } from './otp.entity';
import { MOST_ATTEMPTS, OTP_TTL_MS } from './otp-rules';
import { OtpInvalidError } from './otps.errors';

/** The challenges that there are. Those to sign in are anybody's who knows their id, others their user's alone. */
@Injectable()
export class OtpChallenges {
  constructor(
    @InjectRepository(Otp) private readonly otps: Repository<Otp>,
    private readonly database: DatabaseManager,
  ) {}

  /** Adds a challenge in the place of those that were for the same. */
  @Transactional()
  async replaceBy(otp: Otp): Promise<void> {
    const { email, purpose, userId } = otp;
    // Who wants an address does not reach into the challenge of another who wants it.
    const whose = purpose === 'email_change' && userId !== null ? { userId } : { email };
    await this.otps.update({ ...whose, purpose, status: 'pending' }, { status: 'superseded' });
    await this.otps.insert(otp);
  }

  /**
   * A challenge that can be answered.
   *
   * @param caller null for somebody without a session
   * @throws OtpInvalidError, PrimaryUnavailableError
   */
  async getLive(id: string, caller: Caller | null): Promise<Otp> {
    const otp = await this.otps.findOneBy({ id, status: 'pending', expiresAt: MoreThan(new Date()) });
    if (!otp || !(otp.purpose === 'sign_in' || otp.userId === caller?.userId)) return this.refuse(id);
    return otp;
  }

  /**
   * Gives a challenge another code.
   *
   * @returns it as it is then
   * @throws OtpInvalidError when it has changed since
   */
  async renew({ id, sends }: Otp, hash: CodeHash): Promise<Otp> {
    const now = new Date();
    const { raw } = await this.otps.update(
      { id, sends, status: 'pending', expiresAt: MoreThan(now) },
      {
        ...hash,
        sends: sends + 1,
        lastSentAt: now,
        expiresAt: new Date(now.getTime() + OTP_TTL_MS),
        delivery: () => `CASE "delivery" WHEN 'suppressed' THEN "delivery" ELSE 'queued' END`,
      },
      { returning: '*' },
    );
    return firstOf(raw as Otp[]) ?? this.refuse(id);
  }

  /**
   * Compares an answer and counts it in one statement, so that of answers at the same time one is right at most, and no
   * more are wrong than there may be.
   *
   * @param hashes what may have been kept of the code that was told
   * @returns the challenge as it is after the answer, null when it takes none (any more)
   */
  async answer(id: string, hashes: readonly CodeHash[], caller: Caller | null): Promise<Otp | null> {
    const { condition, parameters } = isOneOf(hashes);
    const { raw } = await this.otps
      .createQueryBuilder()
      .update()
      .set({
        attempts: () => `CASE WHEN ${condition} THEN "attempts" ELSE "attempts" + 1 END`,
        status: () => `CASE WHEN ${condition} THEN 'consumed'
          WHEN "attempts" + 1 >= ${MOST_ATTEMPTS} THEN 'exhausted' ELSE "status" END`,
        consumedAt: () => `CASE WHEN ${condition} THEN :now ELSE "consumedAt" END`,
      })
      .where(`"id" = :id AND "status" = 'pending' AND "expiresAt" > :now`)
      .andWhere(`("purpose" = 'sign_in' OR "userId" = :userId)`)
      .setParameters({ id, now: new Date(), userId: caller?.userId ?? null, ...parameters })
      .returning('*')
      .execute();
    return firstOf(raw as Otp[]);
  }

  /** Says no. @throws OtpInvalidError; PrimaryUnavailableError when PostgreSQL may know it, and memory serves */
  async refuse(id: string): Promise<never> {
    if (isAbsenceUncertain(this.database.state) && !(await this.otps.existsBy({ id })))
      throw new PrimaryUnavailableError();
    throw new OtpInvalidError();
  }
}

function firstOf([row]: readonly Otp[]): Otp | null {
  return row ? Object.assign(new Otp(), row) : null;
}

/** Whether a row holds one of these. What is compared was made under a key: its time tells nothing of the code. */
function isOneOf(hashes: readonly CodeHash[]): { condition: string; parameters: Record<string, string> } {
  const parameters: Record<string, string> = {};
  const conditions = hashes.map(({ keyId, codeHash }, index) => {
    parameters[`key${index}`] = keyId;
    parameters[`hash${index}`] = codeHash;
    return `("keyId" = :key${index} AND "codeHash" = :hash${index})`;
  });
  return { condition: `(${conditions.join(' OR ')})`, parameters };
}

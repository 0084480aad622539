import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Transactional } from '../database';
import { SessionsService } from '../tokens/sessions.service';
import { SignInsService } from '../users/sign-ins.service';
import { CodeHasher, type CodeHash } from './code-hasher';
import { Otp } from './otp.entity';
import { OtpFailuresService } from './otp-failures.service';
import { MOST_ATTEMPTS } from './otp-rules';
import { OtpInvalidError } from './otps.errors';

/** A session that was opened, with its secret. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Takes the answers to challenges. */
@Injectable()
export class OtpVerificationService {
  constructor(
    @InjectRepository(Otp) private readonly otps: Repository<Otp>,
    private readonly failures: OtpFailuresService,
    private readonly signIns: SignInsService,
    private readonly sessions: SessionsService,
    private readonly hasher: CodeHasher,
  ) {}

  /** Opens a session for who tells the code. @throws OtpInvalidError */
  async verify(id: string, code: string): Promise<OpenedSession> {
    const session = await this.answer(id, code);
    // Outside of the transaction, in which a wrong answer has been counted.
    if (!session) throw new OtpInvalidError();
    return session;
  }

  /** Null when nobody is let in. A code is not used up by an attempt that fails for another reason. */
  @Transactional()
  private async answer(id: string, code: string): Promise<OpenedSession | null> {
    const otp = await this.take(id, code);
    if (!otp) return null;
    if (otp.status !== 'consumed') {
      await this.failures.count(otp.email);
      return null;
    }
    await this.failures.forget(otp.email);
    const user = await this.signIns.signIn(otp.email, otp.userId);
    return user && this.sessions.open(user);
  }

  /**
   * Compares and counts in one statement, so that of answers at the same time one is right at most, and no more are
   * wrong than there may be.
   *
   * @returns the challenge as it is after the answer, null when it takes none (any more)
   */
  private async take(id: string, code: string): Promise<Otp | null> {
    const { condition, parameters } = isOneOf(this.hasher.hashes(id, code));
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
      .setParameters({ id, now: new Date(), ...parameters })
      .returning('*')
      .execute();
    const [row] = raw as Otp[];
    return row ? Object.assign(new Otp(), row) : null;
  }
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

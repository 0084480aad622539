import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import type { Caller } from '../auth/caller';
import { databaseErrorOf } from '../database';
import { InvalidTokenError } from '../errors/authentication.errors';
import { CodeHasher } from './code-hasher';
import { Otp } from './otp.entity';
import { OtpChallenges } from './otp-challenges.service';
import { OtpFailuresService } from './otp-failures.service';
import { OtpRecipients } from './otp-recipients.service';
import { MOST_SENDS, OTP_TTL_MS } from './otp-rules';
import { OtpSendsExhaustedError } from './otps.errors';
import type { RequestOtp } from './otps.schemas';

/** A challenge with the code that it was given just now, which nobody can tell afterwards. */
export interface IssuedCode {
  readonly otp: Otp;
  readonly code: string;
}

/** Gives out challenges, and codes for them. */
@Injectable()
export class OtpsService {
  constructor(
    private readonly challenges: OtpChallenges,
    private readonly recipients: OtpRecipients,
    private readonly failures: OtpFailuresService,
    private readonly hasher: CodeHasher,
  ) {}

  /**
   * A new challenge, in the place of the one before it. An address that nobody has gets one as any other: who asks cannot
   * tell whether somebody has it.
   *
   * @param caller null for somebody without a session
   * @throws OtpDelayedError, OtpLockedError, InvalidTokenError, and what {@link OtpRecipients.find} throws
   */
  async request(input: RequestOtp, caller: Caller | null): Promise<IssuedCode> {
    const { userId, isSuppressed } = await this.recipients.find(input, caller);
    await this.failures.admit(input.email);
    const id = uuidv4();
    const code = this.hasher.newCode();
    const now = new Date();
    const otp = Object.assign(new Otp(), {
      id,
      userId,
      ...input,
      ...this.hasher.hash(id, code),
      attempts: 0,
      sends: 1,
      lastSentAt: now,
      expiresAt: new Date(now.getTime() + OTP_TTL_MS),
      status: 'pending',
      delivery: isSuppressed ? 'suppressed' : 'queued',
      consumedAt: null,
      createdAt: now,
    });
    try {
      await this.challenges.replaceBy(otp);
    } catch (error) {
      if (databaseErrorOf(error)?.constraint !== 'FK_otps_user_id') throw error;
      // The user was deleted since. Who signs in with the address is then somebody new.
      if (caller) throw new InvalidTokenError();
      return this.request(input, null);
    }
    return { otp, code };
  }

  /**
   * A challenge for which another code may be sent.
   *
   * @throws OtpInvalidError, OtpSendsExhaustedError, PrimaryUnavailableError
   */
  async getResendable(id: string, caller: Caller | null): Promise<Otp> {
    const otp = await this.challenges.getLive(id, caller);
    if (otp.sends >= MOST_SENDS) throw new OtpSendsExhaustedError();
    return otp;
  }

  /**
   * A new code for a challenge, in the place of the one before it. How often that was answered wrongly still counts.
   *
   * @throws OtpInvalidError when the challenge has changed since
   */
  async resend(otp: Otp): Promise<IssuedCode> {
    const code = this.hasher.newCode();
    return { otp: await this.challenges.renew(otp, this.hasher.hash(otp.id, code)), code };
  }
}

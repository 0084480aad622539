import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller';
import { Transactional } from '../database';
import { CodeHasher } from './code-hasher';
import { OtpChallenges } from './otp-challenges.service';
import { OtpFailuresService } from './otp-failures.service';
import { type Fulfilment, OtpFulfilment } from './otp-fulfilment.service';

/** Takes the answers to challenges. */
@Injectable()
export class OtpVerificationService {
  constructor(
    private readonly challenges: OtpChallenges,
    private readonly failures: OtpFailuresService,
    private readonly fulfilment: OtpFulfilment,
    private readonly hasher: CodeHasher,
  ) {}

  /**
   * Does what a code was asked for, for who tells it.
   *
   * @param caller null for somebody without a session
   * @throws OtpInvalidError, PrimaryUnavailableError, and what {@link OtpFulfilment.fulfil} throws
   */
  async verify(id: string, code: string, caller: Caller | null): Promise<Fulfilment> {
    // Refused outside of the transaction, in which a wrong answer has been counted.
    return (await this.answer(id, code, caller)) ?? this.challenges.refuse(id);
  }

  /** Null for a wrong answer. A code is not used up by an attempt that fails for another reason. */
  @Transactional()
  private async answer(id: string, code: string, caller: Caller | null): Promise<Fulfilment | null> {
    const otp = await this.challenges.answer(id, this.hasher.hashes(id, code), caller);
    if (!otp) return null;
    if (otp.status !== 'consumed') {
      await this.failures.count(otp);
      return null;
    }
    await this.failures.forget(otp.email);
    return this.fulfilment.fulfil(otp, caller);
  }
}

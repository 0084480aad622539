import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller';
import { DatabaseManager, isAbsenceUncertain, Transactional } from '../database';
import { CodeHasher } from './code-hasher';
import { OtpChallenges } from './otp-challenges.service';
import { OtpFailuresService } from './otp-failures.service';
import type { Otp } from './otp.entity';
import { type Fulfilment, OtpFulfilment } from './otp-fulfilment.service';

/** Takes the answers to challenges. */
@Injectable()
export class OtpVerificationService {
  constructor(
    private readonly challenges: OtpChallenges,
    private readonly failures: OtpFailuresService,
    private readonly fulfilment: OtpFulfilment,
    private readonly hasher: CodeHasher,
    private readonly database: DatabaseManager,
  ) {}

  /**
   * Does what a code was asked for, for who tells it.
   *
   * @param caller null for somebody without a session
   * @throws OtpInvalidError, PrimaryUnavailableError, and what {@link OtpFulfilment.fulfil} throws
   */
  async verify(id: string, code: string, caller: Caller | null): Promise<Fulfilment> {
    const fulfilment = isAbsenceUncertain(this.database.state)
      ? await this.answerAlone(id, code, caller)
      : await this.answer(id, code, caller);
    // Refused outside of the transaction, in which a wrong answer has been counted.
    return fulfilment ?? this.challenges.refuse(id);
  }

  /** Null for a wrong answer. A code is not used up by an attempt that fails for another reason. */
  @Transactional()
  private async answer(id: string, code: string, caller: Caller | null): Promise<Fulfilment | null> {
    const otp = await this.use(id, code, caller);
    return otp && this.fulfilment.fulfil(otp, caller);
  }

  /**
   * The same in two transactions. PostgreSQL may refuse what memory has done with the code, such as to make a user whom it
   * has already; that the code was used it takes all the same.
   */
  private async answerAlone(id: string, code: string, caller: Caller | null): Promise<Fulfilment | null> {
    const otp = await this.use(id, code, caller);
    return otp && this.fulfil(otp, caller);
  }

  @Transactional()
  private fulfil(otp: Otp, caller: Caller | null): Promise<Fulfilment | null> {
    return this.fulfilment.fulfil(otp, caller);
  }

  /** Uses a code up, or counts a wrong answer and is null. */
  @Transactional()
  private async use(id: string, code: string, caller: Caller | null): Promise<Otp | null> {
    const otp = await this.challenges.answer(id, this.hasher.hashes(id, code), caller);
    if (!otp) return null;
    if (otp.status === 'consumed') {
      await this.failures.forget(otp.email);
      return otp;
    }
    await this.failures.count(otp);
    return null;
  }
}

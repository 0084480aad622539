import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller';
import { requireRecentStepUp } from '../auth/step-up';
import { MissingCredentialsError, SessionRequiredError } from '../errors/authentication.errors';
import { InvalidInputError } from '../errors/input.errors';
import { SignInsService } from '../users/sign-ins.service';
import type { RequestOtp } from './otps.schemas';

/** Whose a challenge is, and whether a code for it is sent. */
export interface Recipient {
  /** Null when nobody has the address. */
  readonly userId: string | null;
  readonly isSuppressed: boolean;
}

/** Tells who may have codes sent where. */
@Injectable()
export class OtpRecipients {
  constructor(private readonly signIns: SignInsService) {}

  /**
   * Codes to sign in are sent for everybody, and to everybody but suspended users; others go to users with a session: to
   * their own address to prove once more who they are, and to an address that nobody has to make it theirs. Of an address
   * that somebody else has nothing is told: no code comes.
   *
   * @throws MissingCredentialsError, SessionRequiredError, StepUpRequiredError, InvalidInputError
   */
  async find({ email, purpose }: RequestOtp, caller: Caller | null): Promise<Recipient> {
    if (purpose === 'sign_in') {
      const user = await this.signIns.find(email);
      return { userId: user?.id ?? null, isSuppressed: user?.status === 'suspended' };
    }
    if (!caller) throw new MissingCredentialsError();
    if (caller.kind !== 'session') throw new SessionRequiredError();
    if (purpose === 'email_change') requireRecentStepUp(caller);
    const user = await this.signIns.find(email);
    const isOwn = user?.id === caller.userId;
    if (isOwn !== (purpose === 'step_up')) throw notForThis(isOwn);
    return { userId: caller.userId, isSuppressed: user !== null && !isOwn };
  }
}

function notForThis(isOwn: boolean): InvalidInputError {
  const detail = isOwn ? 'is your address already' : 'must be your own address';
  return new InvalidInputError([{ pointer: '/email', code: 'wrong_address', detail }]);
}

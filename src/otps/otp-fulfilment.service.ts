import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller';
import { SessionsService } from '../tokens/sessions.service';
import { TokenRevocation } from '../tokens/token-revocation.service';
import { SignInsService } from '../users/sign-ins.service';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import type { Otp } from './otp.entity';

/** A session that was opened, with its secret. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What a right answer has brought about. */
export interface Fulfilment {
  readonly otp: Otp;
  readonly userId: string;
  /** Null when the code was for something else. */
  readonly session: OpenedSession | null;
  /** The user as he was before his address was changed; null when the code was for something else. */
  readonly former: User | null;
}

/** Does what a code was asked for, in the transaction that uses it up. */
@Injectable()
export class OtpFulfilment {
  constructor(
    private readonly signIns: SignInsService,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly revocation: TokenRevocation,
  ) {}

  /**
   * Null when the user may not sign in (any more).
   *
   * @param caller who answered, null for somebody without a session
   * @throws InvalidTokenError, UserEmailTakenError
   */
  async fulfil(otp: Otp, caller: Caller | null): Promise<Fulfilment | null> {
    if (otp.purpose === 'sign_in') {
      const user = await this.signIns.signIn(otp.email, otp.userId);
      return user && { otp, userId: user.id, session: await this.sessions.open(user), former: null };
    }
    if (!caller) return null;
    const { userId, tokenId } = caller;
    const former = await this.users.get(userId);
    if (otp.purpose === 'step_up') {
      // It was sent to an address that the user has given up since.
      if (otp.email !== former.email) return null;
      await this.sessions.stepUp(tokenId, former);
      return { otp, userId, session: null, former: null };
    }
    await this.users.changeEmail(userId, otp.email);
    await this.revocation.refuseRevoked(tokenId);
    await this.sessions.demandStepUps(userId, tokenId);
    return { otp, userId, session: null, former };
  }
}

import { createHmac, randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, type Pepper } from '../config/config';
import { OTP_DIGITS } from './otp-rules';

/** What is kept of a code. */
export interface CodeHash {
  readonly keyId: string;
  readonly codeHash: string;
}

/** Makes codes, and what is kept of them: an HMAC-SHA-256 under a key that is not in the database. */
@Injectable()
export class CodeHasher {
  private readonly peppers: readonly Pepper[];

  constructor(@Inject(CONFIG) { otpPeppers }: Config) {
    this.peppers = otpPeppers.length > 0 ? otpPeppers : [{ id: 'process', key: randomBytes(32) }];
  }

  /** A new code, from a cryptographic source of random numbers. */
  newCode(): string {
    return String(randomInt(10 ** OTP_DIGITS)).padStart(OTP_DIGITS, '0');
  }

  /** What to keep of a new code. The same code for another challenge is kept as something else. */
  hash(challengeId: string, code: string): CodeHash {
    return this.hashes(challengeId, code)[0] as CodeHash;
  }

  /** What may have been kept of a code, one for each key: those for new codes come first. */
  hashes(challengeId: string, code: string): CodeHash[] {
    return this.peppers.map(({ id: keyId, key }) => ({
      keyId,
      codeHash: createHmac('sha256', key).update(`${challengeId}:${code}`).digest('hex'),
    }));
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Enforcement } from '../limits/enforcement.service';
import type { RateLimitRule } from '../limits/rate-limit-rule';
import { RateLimits } from '../limits/rate-limits.service';
import { COOLDOWN_MS, MOST_SENDS_AN_HOUR } from './otp-rules';

const RULES: readonly RateLimitRule[] = [
  { name: 'email-cooldown', limit: 1, windowMs: COOLDOWN_MS },
  { name: 'email-codes', limit: MOST_SENDS_AN_HOUR, windowMs: 3_600_000 },
];

/** How often codes are sent to one e-mail address, whether it is anybody's or not. */
@Injectable()
export class OtpLimits {
  constructor(
    private readonly limits: RateLimits,
    private readonly enforcement: Enforcement,
  ) {}

  /** Counts one more, and tells what the limits say in the headers of the reply. @throws RateLimitedError */
  async admit(email: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    for (const rule of RULES) {
      // oxlint-disable-next-line no-await-in-loop -- what one refuses does not count for the next
      this.enforcement.enforce(await this.limits.take(email, rule), request, reply);
    }
  }
}

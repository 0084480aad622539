import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog } from '../audit/audit-log';
import { serviceChannels } from '../metrics/service-channels';
import { LocalRateLimit } from './local-rate-limit';
import { RateLimitedError } from './limits.errors';
import { networkOf } from './network-address';
import type { Decision } from './rate-limit-rule';

/** Tells clients what a limit says, and turns away those who have come too often. */
@Injectable()
export class Enforcement {
  /** Whoever asks on and on is in the log once a minute for each limit. */
  private readonly records = new LocalRateLimit({ name: 'records', limit: 1, windowMs: 60_000 });

  constructor(private readonly audit: AuditLog) {}

  /** @throws RateLimitedError */
  enforce(decision: Decision, request: FastifyRequest, reply: FastifyReply): void {
    tell(decision, reply);
    if (decision.isAllowed) return;
    const { caller } = request;
    const address = networkOf(request.ip);
    const { name } = decision.rule;
    serviceChannels.rateLimited.publish({ limit: name });
    if (this.records.take(`${name} ${caller?.tokenId ?? address}`).isAllowed) {
      this.audit.record({
        event: 'security.rate_limited',
        reason: name,
        requestId: request.id,
        address,
        ...(caller && { userId: caller.userId, tokenId: caller.tokenId }),
      });
    }
    throw new RateLimitedError(secondsOf(decision.resetMs));
  }
}

/** In the headers of draft-ietf-httpapi-ratelimit-headers-10, which lists one item for each limit that concerns a request. */
function tell({ rule, remaining, resetMs }: Decision, reply: FastifyReply): void {
  const { name, limit, windowMs } = rule;
  append(reply, 'ratelimit-policy', `"${name}";q=${limit};w=${secondsOf(windowMs)}`);
  append(reply, 'ratelimit', `"${name}";r=${remaining};t=${secondsOf(resetMs)}`);
}

function append(reply: FastifyReply, name: string, item: string): void {
  const told = reply.getHeader(name);
  void reply.header(name, typeof told === 'string' ? `${told}, ${item}` : item);
}

function secondsOf(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000);
}

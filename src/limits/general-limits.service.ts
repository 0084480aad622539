import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/config';
import { Enforcement } from './enforcement.service';
import { LocalRateLimit } from './local-rate-limit';
import { networkOf } from './network-address';

const WINDOW_MS = 60_000;

/**
 * The API, the pages of what is in it, and what takes a token: health, the state, documentation and what pages load are
 * answered always.
 */
const PATH = /^\/(?:$|(?:v1|oauth|apis|status\/(?:figures|details))(?:\/|$))/;

/** The limits of all requests, which each instance keeps for itself: for an address, and for who has shown a token. */
@Injectable()
export class GeneralLimits {
  private readonly addresses: LocalRateLimit | null;
  private readonly tokens: LocalRateLimit | null;

  constructor(
    @Inject(CONFIG) { rateLimits }: Config,
    private readonly enforcement: Enforcement,
  ) {
    this.addresses = limitOf('address', rateLimits.perAddress);
    this.tokens = limitOf('token', rateLimits.perToken);
  }

  /** Before anything is done for a request. @throws RateLimitedError */
  admitAddress(request: FastifyRequest, reply: FastifyReply): void {
    if (!this.addresses || !PATH.test(request.routeOptions.url ?? request.url)) return;
    this.enforcement.enforce(this.addresses.take(networkOf(request.ip)), request, reply);
  }

  /** Once it is known who asks. @throws RateLimitedError */
  admitCaller(request: FastifyRequest, reply: FastifyReply): void {
    if (!this.tokens || !request.caller) return;
    this.enforcement.enforce(this.tokens.take(request.caller.tokenId), request, reply);
  }
}

/** @param limit 0 for none */
function limitOf(name: string, limit: number): LocalRateLimit | null {
  return limit === 0 ? null : new LocalRateLimit({ name, limit, windowMs: WINDOW_MS });
}

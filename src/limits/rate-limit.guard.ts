import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerIn } from '../auth/caller';
import { CONFIG, type Config, type RateLimitOptions } from '../config/config';
import { Enforcement } from './enforcement.service';
import { networkOf } from './network-address';
import { RateLimits } from './rate-limits.service';

export interface RouteLimit {
  /** Routes with the same name share one limit. */
  readonly name: string;
  /** Whom it holds for: each address of the network, or each user. */
  readonly by: 'address' | 'caller';
  readonly limit: keyof RateLimitOptions;
  readonly windowMs: number;
}

const ROUTE_LIMIT = 'limits:route';

/** Holds a route to a limit that all instances share; one by caller needs a route that takes a token. */
export function RateLimit(limit: RouteLimit): MethodDecorator {
  return applyDecorators(SetMetadata(ROUTE_LIMIT, limit), UseGuards(RateLimitGuard));
}

@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    private readonly enforcement: Enforcement,
  ) {}

  /** @throws RateLimitedError */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { name, by, limit, windowMs } = this.reflector.get<RouteLimit>(ROUTE_LIMIT, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const bucket = by === 'address' ? networkOf(request.ip) : callerIn(request).userId;
    const decision = await this.limits.take(bucket, { name, limit: this.config.rateLimits[limit], windowMs });
    this.enforcement.enforce(decision, request, context.switchToHttp().getResponse<FastifyReply>());
    return true;
  }
}

import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InsufficientScopeError } from '../errors/authentication.errors';
import { GeneralLimits } from '../limits/general-limits.service';
import { LastUse } from '../tokens/last-use';
import type { HeldToken } from '../tokens/token-lookup';
import { TokenVerification } from '../tokens/token-verification.service';
import { ACCESS } from './access';
import { credentialsOf, showsToken } from './credentials';
import { callerOf } from './caller-of';
import type { Scope } from './scopes';
import { requireRecentStepUp } from './step-up';

/** What a route demands of who asks it. */
interface Access {
  readonly isPublic: boolean;
  /** Who shows no token is let in as nobody. */
  readonly isOptional: boolean;
  readonly scopes: readonly Scope[];
  readonly needsStepUp: boolean;
}

/** Lets in those whose token is in force and may do what the route does; all routes are closed that do not say otherwise. */
@Injectable()
export class AuthGuard implements CanActivate {
  /** By controller and handler: a handler may be inherited. */
  private readonly accesses = new WeakMap<object, WeakMap<object, Access>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly verification: TokenVerification,
    private readonly lastUse: LastUse,
    private readonly limits: GeneralLimits,
  ) {}

  /** @throws ChallengeError; RateLimitedError; PrimaryUnavailableError where nobody can tell whether the token is in force */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.accessTo(context);
    if (access.isPublic) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access.isOptional && !showsToken(request.raw)) return true;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return this.verification.getLive(credentialsOf(request.raw)).then((held) => {
      this.admit(held, access, request, reply);
      return true;
    });
  }

  private admit(
    held: HeldToken,
    { scopes, needsStepUp }: Access,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const caller = callerOf(held);
    request.caller = caller;
    if (!scopes.every((scope) => caller.scopes.has(scope)))
      throw new InsufficientScopeError(scopes.join(' '));
    if (needsStepUp) requireRecentStepUp(caller);
    this.lastUse.note(held.token, reply.raw);
    this.limits.admitCaller(request, reply);
  }

  private accessTo(context: ExecutionContext): Access {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    let accesses = this.accesses.get(controller);
    if (!accesses) this.accesses.set(controller, (accesses = new WeakMap<object, Access>()));
    let access = accesses.get(handler);
    if (!access) accesses.set(handler, (access = this.demandsOf([handler, controller])));
    return access;
  }

  private demandsOf(places: Parameters<Reflector['getAllAndOverride']>[1]): Access {
    return {
      isPublic: this.reflector.getAllAndOverride<boolean | undefined>(ACCESS.public, places) ?? false,
      isOptional: this.reflector.getAllAndOverride<boolean | undefined>(ACCESS.optional, places) ?? false,
      scopes: this.reflector.getAllAndOverride<readonly Scope[] | undefined>(ACCESS.scopes, places) ?? [],
      needsStepUp: this.reflector.getAllAndOverride<boolean | undefined>(ACCESS.stepUp, places) ?? false,
    };
  }
}

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MissingCredentialsError } from '../errors/authentication.errors';
import type { Scope } from './scopes';

export const TOKEN_KINDS = ['session', 'personal', 'service'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Who asks: the user and the token of a request that was let in. */
export interface Caller {
  readonly userId: string;
  readonly tokenId: string;
  readonly kind: TokenKind;
  /** Those of the token that have an effect now: administrative ones need the role. */
  readonly scopes: ReadonlySet<Scope>;
  /** When the user of a session last proved who he is, by signing in or by a step-up; null of other tokens. */
  readonly signedInAt: Date | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent where nobody had to say who he is. */
    caller?: Caller;
  }
}

/** Gives a handler its caller. @throws MissingCredentialsError */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller =>
  callerIn(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The same where everybody is let in: null for who has not said who he is. */
export const OptionalCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Caller | null =>
    context.switchToHttp().getRequest<FastifyRequest>().caller ?? null,
);

/** Who sends a request. @throws MissingCredentialsError where the route let in somebody without a token */
export function callerIn({ caller }: FastifyRequest): Caller {
  if (!caller) throw new MissingCredentialsError();
  return caller;
}

import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Describe } from '../docs/describe';
import type { Scope } from './scopes';

/** Keys under which routes say who may ask them. */
export const ACCESS = {
  public: 'access:public',
  optional: 'access:optional',
  scopes: 'access:scopes',
  stepUp: 'access:step-up',
} as const;

type RouteDecorator = ClassDecorator & MethodDecorator;

/** Lets in everybody. A route without this takes a token. */
export function Public(): RouteDecorator {
  return SetMetadata(ACCESS.public, true);
}

/**
 * Lets in everybody, and who shows a token as the one that it is of: it has to be in force then, and to have every one of
 * these scopes.
 */
export function PublicOrScopes(...scopes: readonly Scope[]): RouteDecorator {
  return applyDecorators(
    SetMetadata(ACCESS.optional, true),
    SetMetadata(ACCESS.scopes, scopes),
    Describe(({ ApiSecurity }) => [ApiSecurity({ bearer: [...scopes] }), ApiSecurity({})]),
  );
}

/** Lets in tokens that have every one of these scopes; those of a handler replace those of its controller. */
export function RequireScopes(...scopes: readonly Scope[]): RouteDecorator {
  return applyDecorators(
    SetMetadata(ACCESS.scopes, scopes),
    Describe(({ ApiSecurity }) => [ApiSecurity('bearer', [...scopes])]),
  );
}

/** Lets in sessions alone whose user has proved who he is within the last ten minutes. */
export function RequireStepUp(): RouteDecorator {
  return SetMetadata(ACCESS.stepUp, true);
}

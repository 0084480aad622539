import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ConcealedException } from '../http/concealed.exception';
import { foreignnessOf } from './local-request';

const PATH = /^\/v1\/admin(?:[/?]|$)/;

/**
 * Answers the administration to this machine alone, as long as there is no sign-in. Everybody else finds nothing: not
 * which methods there are, and not what is wrong with a body, since this comes before both.
 */
export function concealAdministration(fastify: FastifyInstance): void {
  const logger = new Logger('Admin');
  fastify.addHook('onRequest', (request, _reply, done) => {
    const reason = isAdministrative(request) ? foreignnessOf(request.raw) : null;
    if (reason === null) return done();
    logger.debug({ event: 'admin.concealed', requestId: request.id, reason });
    done(new ConcealedException());
  });
}

/** By the route, however its path was written; and a path that has routes, with a method that it has not. */
export function isAdministrative({ routeOptions, url }: FastifyRequest): boolean {
  return PATH.test(routeOptions.url ?? url);
}

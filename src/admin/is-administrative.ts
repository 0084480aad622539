import type { FastifyRequest } from 'fastify';

const PATH = /^\/v1\/admin(?:[/?]|$)/;

/** By the route, however its path was written. */
export function isAdministrative({ routeOptions, url }: FastifyRequest): boolean {
  return PATH.test(routeOptions.url ?? url);
}

import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';

const requests = new AsyncLocalStorage<string>();

const outside = new AsyncResource('OutsideOfRequests');

/** The id of the request that is being served; undefined outside of any. */
export function requestIdNow(): string | undefined {
  return requests.getStore();
}

/** Runs what outlives the request that caused it. */
export function outsideOfRequests<T>(work: () => T): T {
  return outside.runInAsyncScope(work);
}

/** Lets everything that is done for a request know its id. */
export function followRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => requests.run(request.id, done));
  // What a body is read by belongs to the connection.
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (requests.getStore() === request.id) done();
    else requests.run(request.id, done);
  });
}

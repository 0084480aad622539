import { AsyncResource } from 'node:async_hooks';
import type { FastifyReply } from 'fastify';

/** Does something for a request once its reply has left, or its client has gone: how long that takes is not to be seen from the reply. */
export function afterReply({ raw }: FastifyReply, work: () => void): void {
  if (raw.closed) work();
  else raw.once('close', AsyncResource.bind(work));
}

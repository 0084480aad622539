import { BadRequestException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Refuses who names two hosts (RFC 9112, section 3.2): somebody in between may have believed the other one. */
export function takeOneHost(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    done(hostsIn(raw.rawHeaders) > 1 ? new BadRequestException() : undefined);
  });
}

/** Node keeps the first of several. */
function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}

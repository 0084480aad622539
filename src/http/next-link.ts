import type { FastifyReply, FastifyRequest } from 'fastify';

/** Says in the answer's `Link` where the next page is (RFC 8288), if there is one: all else is as in the request. */
export function linkNext({ url }: FastifyRequest, reply: FastifyReply, cursor: string | null): void {
  if (cursor === null) return;
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  void reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
}

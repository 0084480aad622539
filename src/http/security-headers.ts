import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

/** Answers for programs: nothing of them is to be run, shown in a frame or drawn into a page. */
export const API_HEADERS = headersBy({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  frameguard: { action: 'deny' },
});

/** Pages whose scripts come from here. Where there is no TLS, there is nothing to upgrade to. */
const PAGES = headersBy({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } });

const PAGE_PATH = /^\/docs(?:[/?]|$)/;

/** Has every answer carry the headers of helmet. They are the same each time, and made once. */
export function sendSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.headers(PAGE_PATH.test(request.url) ? PAGES : API_HEADERS);
    done();
  });
}

function headersBy(options: HelmetOptions): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  // It looks at neither the request nor anything else of the response.
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}

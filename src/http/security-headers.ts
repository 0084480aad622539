import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

/** Answers for programs: nothing of them is to be run, shown in a frame or drawn into a page. */
const API_HEADERS = headersBy({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  frameguard: { action: 'deny' },
});

/** The documentation, whose scripts come from here. Where there is no TLS, there is nothing to upgrade to. */
const DOCUMENTATION = headersBy({
  contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
});

/** Our own pages: all that they load and all that they send goes here. */
const OWN_PAGES = headersBy({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
});

const DOCUMENTATION_PATH = /^\/docs(?:[/?]|$)/;

/** Has every answer carry the headers of helmet. They are the same each time, and made once. */
export function sendSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.headers(headersFor(request, reply));
    done();
  });
}

/** Of an answer that no hook sees. */
export function headersFor({ url }: FastifyRequest, reply: FastifyReply): Readonly<Record<string, string>> {
  if (DOCUMENTATION_PATH.test(url)) return DOCUMENTATION;
  const type = reply.getHeader('content-type');
  return typeof type === 'string' && type.startsWith('text/html') ? OWN_PAGES : API_HEADERS;
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

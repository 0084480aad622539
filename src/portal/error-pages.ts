import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, PROBLEM_MEDIA_TYPE } from '../http/problem';
import { SAFE_METHODS } from '../http/safe-methods';
import { PageRenderer } from './page-renderer.service';

/** Has a browser be answered with a page where others are answered with a problem. */
export function sendErrorPages(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      if (reply.statusCode < 400 || !isProblem(reply, payload) || !prefersPage(request)) done(null, payload);
      // oxlint-disable-next-line promise/no-callback-in-promise -- the hook's; other answers go on without a promise
      else void pageOf(app.get(PageRenderer), reply, payload).then((page) => done(null, page));
    });
}

/** The same for an answer that no hook sees, as the address was none. @param payload of the problem that the reply is set to */
export function pageInsteadOf(
  app: NestFastifyApplication,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string,
): Promise<string> {
  return prefersPage(request) ? pageOf(app.get(PageRenderer), reply, payload) : Promise.resolve(payload);
}

/** The page of a problem, or the problem as it is if there can be none: it says the same. */
async function pageOf(pages: PageRenderer, reply: FastifyReply, payload: string): Promise<string> {
  try {
    const problem = JSON.parse(payload) as Problem;
    const page = await pages.render({
      page: 'error',
      view: { problem, retryAfterSeconds: secondsIn(reply) },
    });
    void reply.headers({ 'content-type': 'text/html; charset=utf-8', vary: 'accept' });
    return page;
  } catch {
    return payload;
  }
}

function secondsIn(reply: FastifyReply): number | null {
  const seconds = Number(reply.getHeader('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

function isProblem(reply: FastifyReply, payload: unknown): payload is string {
  return reply.getHeader('content-type') === PROBLEM_MEDIA_TYPE && typeof payload === 'string';
}

/** Whether HTML was asked for by name, and not after JSON. */
function prefersPage({ method, headers: { accept } }: FastifyRequest): boolean {
  if (!accept?.includes('text/html') || !SAFE_METHODS.has(method)) return false;
  const weights = new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [type, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  const weightOf = (type: string): number => weights.get(type) ?? 0;
  const html = weightOf('text/html');
  return html > 0 && html >= weightOf('application/json') && html >= weightOf('application/problem+json');
}

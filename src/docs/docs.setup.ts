import { HttpException } from '@nestjs/common';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

const ROUTES = ['docs', 'docs/*', 'openapi.json', 'openapi.yaml'];

/** Serves the description of the API at /openapi.json, and a page to read it at /docs, both from this origin. */
export function setUpDocs(app: NestFastifyApplication): void {
  let server: Promise<FastifyAdapter> | null = null;
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // Loaded and made when it is first asked for: a start does not need it.
    server ??= import('./docs.server.js').then(({ createDocsServer }) => createDocsServer(app));
    const { url, headers } = request;
    const answered = await (await server).inject({ url, headers, payloadAsStream: true });
    const { statusCode, raw } = answered;
    // A client that goes away in the middle leaves a file open otherwise.
    const body = answered.stream().once('close', () => raw.res.destroy());
    if (reply.raw.destroyed) {
      // The client has gone while the page was looked for: nothing would tell so any more.
      body.destroy();
      reply.hijack();
      return;
    }
    if (statusCode >= 400) {
      body.destroy();
      throw new HttpException('', statusCode);
    }
    // What belongs to a connection is not the answer's.
    const { connection: _connection, date: _date, ...described } = answered.headers;
    await reply.status(statusCode).headers(described).send(body);
  };
  for (const route of ROUTES) app.getHttpAdapter().getInstance().get(`/${route}`, answer);
}

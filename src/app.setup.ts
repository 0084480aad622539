import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { NotFoundException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { DestinationStream, Logger } from 'pino';
import { isAdministrative } from './admin/is-administrative';
import { AppModule } from './app.module';
import { AccessDenials } from './audit/access-denials';
import type { Config } from './config/config';
import { DatabaseManager, hasReplicas, runInRequestScope } from './database';
import { setUpDocs } from './docs/docs.setup';
import { GeneralLimits } from './limits/general-limits.service';
import { AllowedMethods } from './http/allowed-methods';
import { Connections } from './http/connections';
import { Durability } from './http/durability';
import { acceptDocumentsWhereAsked } from './http/document-body';
import { acceptFormsWhereAsked } from './http/form-body';
import { acceptJsonAlone } from './http/json-body';
import { InputPipe } from './http/input.pipe';
import { takeOneHost } from './http/one-host';
import { problem, PROBLEM_MEDIA_TYPE } from './http/problem';
import { followRequests, requestIdNow } from './http/request-context';
import { SAFE_METHODS } from './http/safe-methods';
import { headersFor, sendSecurityHeaders } from './http/security-headers';
import { ShutdownDeadline } from './http/shutdown-deadline';
import { ProblemFilter, statusOf } from './http/problem.filter';
import { CODE_BY_STATUS, DETAIL_BY_STATUS } from './http/problem-table';
import { EventLog } from './logging/event-log';
import { FastifyLog } from './logging/fastify-log';
import { NestLog } from './logging/nest-log';
import { serviceLog } from './logging/service-log';
import type { Exposition } from './metrics/exposition';
import { EXPOSITION } from './metrics/exposition.provider';
import type { RequestCounter } from './metrics/service-metrics';
import { pageInsteadOf, sendErrorPages } from './portal/error-pages';
import { traceIdsNow } from './tracing/active-span';

/** node keeps the answer that a connection is being used for here. */
type ClientSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** The application as it serves, for `main.ts` and for tests alike. It does not listen yet. */
export async function createApp(
  config: Config,
  log: Logger = logOf(config),
): Promise<NestFastifyApplication> {
  // The SDK takes long to load, and a service that keeps no traces does not need it.
  const tracing = config.tracing && new (await import('./tracing/tracing.js')).Tracing(config.tracing);
  let countRequest: RequestCounter = () => undefined;
  const adapter = new FastifyAdapter({
    loggerInstance: new FastifyLog(log),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.bodyLimitBytes,
    trustProxy: config.trustProxy,
    requestTimeout: config.requestTimeoutMs,
    // It would end the wait for requests in flight after ten seconds, whatever SHUTDOWN_TIMEOUT_MS says.
    pluginTimeout: 0,
    http: {
      maxHeaderSize: config.headerLimitBytes,
      requestTimeout: config.requestTimeoutMs,
      // Were it longer, as it is by default, node would not hold the rest of the request to any time.
      headersTimeout: config.requestTimeoutMs,
      // How often node looks for requests that took too long.
      connectionsCheckingInterval: Math.min(config.requestTimeoutMs, 1000),
    },
    // A request that comes on an open connection while the others finish is answered like them.
    return503OnClosing: false,
    genReqId: requestId,
    // Errors before a route is found never reach a Nest filter.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      void sendProblem(app, statusOf(error), request, reply);
      // Hooks are for those that a route was looked for.
      reply.raw.once('close', () => countRequest(request, reply));
    },
    clientErrorHandler: answerClientError,
    routerOptions: { ignoreTrailingSlash: true },
    // Input is validated by Nest's pipe: the compilers of Fastify's own schemas would be loaded for nothing.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  const methods = new AllowedMethods(fastify);
  const connections = new Connections(fastify.server);
  const app: NestFastifyApplication = await NestFactory.create(AppModule.forRoot(config, tracing), adapter, {
    logger: new NestLog(log),
    abortOnError: false,
    bodyParser: false,
  });
  if (config.metrics) {
    ({ countRequest } = app.get<Exposition>(EXPOSITION));
    // Before all others, so that whoever is turned away is counted. Fastify's onResponse leaves out who has gone before his answer.
    fastify.addHook('onRequest', (request, reply, done) => {
      reply.raw.once('close', () => countRequest(request, reply));
      done();
    });
  }
  tracing?.follow(fastify);
  followRequests(fastify);
  acceptJsonAlone(fastify);
  acceptFormsWhereAsked(fastify);
  acceptDocumentsWhereAsked(fastify);
  const database = app.get(DatabaseManager);
  sendErrorPages(app);
  sendSecurityHeaders(fastify);
  takeOneHost(fastify);
  const limits = app.get(GeneralLimits);
  fastify.addHook('onRequest', (request, reply, done) => {
    limits.admitAddress(request, reply);
    done();
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    // Before the body is read: what is wrong with it does not matter where there is nobody to take it.
    done(request.is404 ? new NotFoundException() : undefined);
  });
  if (hasReplicas(config.database)) {
    // After the body is read, which would leave the scope. A change looks at the primary from the start.
    fastify.addHook('preHandler', (request, _reply, done) => {
      if (SAFE_METHODS.has(request.method)) runInRequestScope(done);
      else done();
    });
  }
  const durability = new Durability(database);
  fastify.addHook('preHandler', (request, reply, done) => {
    // Administration writes nothing to memory, and would have PostgreSQL wait for its own request to end.
    if (SAFE_METHODS.has(request.method) || isAdministrative(request)) done();
    // oxlint-disable-next-line promise/no-callback-in-promise -- the hook's; a safe request goes on without a promise
    else durability.admit(request, reply).then(() => done(), done);
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id);
    if (connections.draining) reply.header('connection', 'close');
    durability.tell(request, reply);
    done();
  });
  const deadline = app.get(ShutdownDeadline);
  fastify.addHook('preClose', () => {
    deadline.begin();
    return connections.drain(config.shutdownTimeoutMs);
  });
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter(methods, database, app.get(AccessDenials)));
  setUpDocs(app);
  return app;
}

/** The log of a service: lines of a request have its id, and that of its trace. */
export function logOf(config: Config, output?: DestinationStream): Logger {
  const now = (): object => {
    const requestId = requestIdNow();
    return { ...(requestId !== undefined && { requestId }), ...traceIdsNow() };
  };
  return serviceLog(config, now, output);
}

/** The caller's id where it is a sane one, so that one id follows a request through several services. */
function requestId(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

function noSchemas(): never {
  throw new Error('No route has a schema of Fastify: give its input one of zod');
}

/** Answers a request of which no hook and no filter gets to know. */
async function sendProblem(
  app: NestFastifyApplication,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { id: requestId } = request;
  const code = CODE_BY_STATUS[status] ?? 'bad_request';
  const payload = JSON.stringify(
    problem({ status, code, detail: DETAIL_BY_STATUS[status] ?? '', requestId }),
  );
  void reply
    .status(status)
    .headers({ 'content-type': PROBLEM_MEDIA_TYPE, 'cache-control': 'no-store', 'x-request-id': requestId });
  const answer = await pageInsteadOf(app, request, reply, payload);
  void reply.headers(headersFor(request, reply)).send(answer);
}

/** Bytes that are no HTTP request: there is no reply object yet, only the socket. */
function answerClientError(error: Error & { code?: string }, socket: ClientSocket): void {
  // A problem in the middle of an answer that is being sent would be taken for a part of it.
  if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const id = randomUUID();
  const code = CODE_BY_STATUS[status] ?? 'malformed_request';
  new EventLog('Http').debug({ event: 'http.refused', requestId: id, status, code: error.code });
  const body = JSON.stringify(
    problem({ status, code, detail: DETAIL_BY_STATUS[status] ?? '', requestId: id }),
  );
  const head = [
    `HTTP/1.1 ${status} ${problem({ status, code: '', detail: '' }).title}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Not left to the client, who may never end his side.
  socket.destroySoon();
}

import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccessDenials } from '../audit/access-denials';
import {
  databaseErrorOf,
  type DatabaseManager,
  DatabaseUnavailableError,
  isAbsenceUncertain,
} from '../database';
import { ChallengeError, type DeadToken, InvalidTokenError } from '../errors/authentication.errors';
import { DomainError, RetryLaterError } from '../errors/domain.error';
import { PrimaryUnavailableError } from '../errors/primary-unavailable.error';
import { networkOf } from '../limits/network-address';
import { EventLog } from '../logging/event-log';
import { traceIdsNow } from '../tracing/active-span';
import { serviceChannels } from '../metrics/service-channels';
import type { AllowedMethods } from './allowed-methods';
import { problem, PROBLEM_MEDIA_TYPE, type ProblemParts } from './problem';
import { SAFE_METHODS } from './safe-methods';
import { CODE_BY_STATUS, DETAIL_BY_STATUS, STATUS_BY_CODE } from './problem-table';
import { documentErrorOf, tellAccepted } from './unsupported-body';

const RETRY_AFTER_SECONDS = 1;

/** Of the answers with 503, those that an operator has to look into: an outage is in the log already. */
const LOGGED_CODES = new Set(['database_busy', 'database_full']);

const DATABASE_FULL =
  'The database cannot write: it has no room left, or its disk fails. Nothing is lost, and reading goes on.';

const DATABASE_BUSY = 'The database took too long and has given up what it was asked. Try again later.';

const OUTCOME_UNKNOWN =
  'The database was lost before it answered: the change may have been made, or not. Look before you send it again.';

/** Answers every error as problem+json. What is not ours to show becomes a 500 that says nothing. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new EventLog('Http');

  constructor(
    private readonly methods: AllowedMethods,
    private readonly database: DatabaseManager,
    private readonly denials: AccessDenials,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const parts = this.partsOf(documentErrorOf(statusOf(error), request) ?? error, request, reply);
    if (parts.status === 415) tellAccepted(request, reply);
    if (parts.status >= 500 && (parts.status !== 503 || LOGGED_CODES.has(parts.code ?? ''))) {
      this.log.error({ event: 'http.error', requestId: request.id, error });
    }
    void reply
      .status(parts.status)
      .header('content-type', PROBLEM_MEDIA_TYPE)
      .header('cache-control', 'no-store')
      .send(
        problem({
          ...parts,
          instance: request.url.split('?')[0],
          requestId: request.id,
          traceId: traceIdsNow()?.trace_id,
        }),
      );
  }

  private partsOf(error: unknown, request: FastifyRequest, reply: FastifyReply): ProblemParts {
    if (error instanceof DomainError) {
      if (error instanceof ChallengeError) void reply.header('www-authenticate', error.challenge);
      if (error instanceof RetryLaterError) void reply.header('retry-after', String(error.retryAfterSeconds));
      const { code, message: detail, errors } = this.withoutFalseAbsence(error);
      serviceChannels.refused.publish({ code });
      const status = statusByCode(code);
      if (status === 503 && !(error instanceof RetryLaterError))
        void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
      this.noteDenial(error, status, request);
      return { status, code, detail, errors };
    }
    const databaseError = databaseErrorOf(error);
    if (
      databaseError?.kind === 'unavailable' ||
      databaseError?.kind === 'wrong-role' ||
      databaseError?.kind === 'credentials'
    ) {
      this.database.suspect(databaseError.kind);
      void reply.header(
        'retry-after',
        String(error instanceof DatabaseUnavailableError ? error.retryAfterSeconds : RETRY_AFTER_SECONDS),
      );
      if (databaseError.isOutcomeUnknown && !SAFE_METHODS.has(request.method)) {
        return { status: 503, code: 'outcome_unknown', detail: OUTCOME_UNKNOWN };
      }
      return {
        status: 503,
        code: 'database_unavailable',
        detail: new DatabaseUnavailableError(RETRY_AFTER_SECONDS).message,
      };
    }
    if (databaseError?.kind === 'busy') {
      void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
      return { status: 503, code: 'database_busy', detail: DATABASE_BUSY };
    }
    if (databaseError?.kind === 'full') {
      void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
      return { status: 503, code: 'database_full', detail: DATABASE_FULL };
    }
    return this.statusParts(statusOf(error), request, reply);
  }

  /** Of who may not do what he asks for, or shows a token that is not in force. */
  private noteDenial(
    error: DomainError,
    status: number,
    { id: requestId, ip, caller }: FastifyRequest,
  ): void {
    const dead = error instanceof InvalidTokenError ? error.dead : null;
    if (status !== 403 && !dead) return;
    const { userId, tokenId }: DeadToken = dead ?? caller ?? {};
    this.denials.note({ reason: error.code, requestId, address: networkOf(ip), userId, tokenId });
  }

  private withoutFalseAbsence(error: DomainError): DomainError {
    const isDoubtful = statusByCode(error.code) === 404 && isAbsenceUncertain(this.database.state);
    return isDoubtful ? new PrimaryUnavailableError({ cause: error }) : error;
  }

  private statusParts(status: number, request: FastifyRequest, reply: FastifyReply): ProblemParts {
    const allowed =
      status === 404 && request.routeOptions.url === undefined ? this.methods.allowedFor(request.url) : [];
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    return partsOfStatus(allowed.length > 0 ? 405 : status);
  }
}

function statusByCode(code: string): number {
  return STATUS_BY_CODE[code] ?? 500;
}

function partsOfStatus(status: number): ProblemParts {
  return {
    status,
    code: CODE_BY_STATUS[status] ?? (status < 500 ? 'bad_request' : 'internal_error'),
    detail: DETAIL_BY_STATUS[status] ?? DETAIL_BY_STATUS[status < 500 ? 400 : 500] ?? '',
  };
}

/** The status that Nest or Fastify means; 500 for everything else. */
export function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 600 ? statusCode : 500;
}

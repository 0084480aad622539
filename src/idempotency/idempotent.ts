import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { callerIn } from '../auth/caller';
import { Describe } from '../docs/describe';
import { MalformedInputError } from '../errors/input.errors';
import { serviceChannels } from '../metrics/service-channels';
import { type Answer, IdempotencyRecords } from './idempotency-records.service';

const SECRET_FIELD = 'idempotency:secret-field';

/** Visible ASCII: what comes twice is joined by a comma and a space, which is none. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Headers of an answer that belong to its body. */
const KEPT_HEADERS = ['location', 'etag'];

/**
 * Lets a request be sent again for its answer, by the header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header),
 * within 24 hours, by the same user. All that the route does has to be done in the transaction that is open.
 *
 * @param secretField of the body, which is shown the first time alone
 */
export function Idempotent(secretField?: string): MethodDecorator {
  return applyDecorators(
    SetMetadata(SECRET_FIELD, secretField),
    UseInterceptors(IdempotencyInterceptor),
    Describe(({ ApiHeader }) => [
      ApiHeader({
        name: 'Idempotency-Key',
        required: false,
        description: 'A new one for each request: sent again with it within 24 hours it does nothing again',
      }),
    ]),
  );
}

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly records: IdempotencyRecords,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { 'idempotency-key': key } = request.headers;
    if (key === undefined) return next.handle();
    const secretField = this.reflector.get<string | undefined>(SECRET_FIELD, context.getHandler());
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.answer(keyOf(key), request, reply, next, secretField));
  }

  private async answer(
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
    secretField: string | undefined,
  ): Promise<unknown> {
    const { method, url, body } = request;
    const { userId } = callerIn(request);
    let shown: unknown;
    const run = async (): Promise<Answer> => {
      const made = await lastValueFrom<Record<string, unknown>>(next.handle());
      shown = made;
      const kept = Object.entries(made).filter(([field]) => field !== secretField);
      return { body: Object.fromEntries(kept), headers: headersOf(reply) };
    };
    const repeated = await this.records.once({ key: [userId, method, url, key], body }, run);
    if (!repeated) return shown;
    serviceChannels.replayed.publish({});
    void reply.headers({ ...repeated.headers, 'idempotency-replayed': 'true' });
    return repeated.body;
  }
}

/** @throws MalformedInputError */
function keyOf(header: string | string[]): string {
  if (typeof header === 'string' && KEY.test(header)) return header;
  throw new MalformedInputError([
    { pointer: 'Idempotency-Key', code: 'invalid_header', detail: 'must have 1 to 255 of visible ASCII' },
  ]);
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

import { STATUS_CODES } from 'node:http';
import type { InputProblem } from '../errors/domain.error';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** An error on the wire (RFC 9457), with a stable `code` and the id under which the log has more. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: string;
  readonly requestId?: string;
  /** Of the trace in which the request was answered, where one is kept. */
  readonly traceId?: string;
  readonly errors?: readonly InputProblem[];
}

export interface ProblemParts {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance?: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly errors?: readonly InputProblem[];
}

export function problem({
  status,
  code,
  detail,
  instance,
  requestId,
  traceId,
  errors,
}: ProblemParts): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(instance === undefined ? {} : { instance }),
    code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(traceId === undefined ? {} : { traceId }),
    ...(errors && errors.length > 0 ? { errors } : {}),
  };
}

import * as http from 'node:http';
import { text } from 'node:stream/consumers';
import type { Problem } from '../http/problem';

/** Longer than the service takes for anything: it waits at most 60 seconds for a run, and for PostgreSQL less. */
const TIMEOUT_MS = 120_000;

/** The database in the words of `/health/database`. */
export interface DatabaseHealth {
  readonly status: string;
  readonly message: string;
}

/** Nobody answers, or somebody else. */
export class ServiceUnreachableError extends Error {}

/** The service has answered that it does not do it. */
export class ServiceProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** Asks a running service for its administration. */
export class ServiceClient {
  /**
   * @param address without a path
   * @param token of an administrator's session
   */
  constructor(
    readonly address: string,
    private readonly token: string | undefined,
  ) {}

  /** @throws ServiceUnreachableError, ServiceProblemError */
  async ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<T> {
    const { status, body } = await this.send(method, `/v1/admin/database${path}`);
    if (status === 204) return undefined as T;
    const answer = parse(body);
    if (status < 300 && answer !== null) return answer as T;
    if (isProblem(answer)) throw new ServiceProblemError(answer);
    throw this.notThisService();
  }

  /** What everybody is told of the database. @throws ServiceUnreachableError */
  async health(): Promise<DatabaseHealth> {
    const health = parse((await this.send('GET', '/health/database')).body);
    if (isHealth(health)) return health;
    throw this.notThisService();
  }

  private notThisService(): ServiceUnreachableError {
    return new ServiceUnreachableError(`What answers at ${this.address} is not this service.`);
  }

  /** Not by fetch, which refuses some ports. */
  private async send(method: string, path: string): Promise<{ status: number; body: string }> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    try {
      const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
        const url = new URL(path, this.address);
        http.request(url, { method, headers, signal, agent: false }, resolve).on('error', reject).end();
      });
      return { status: answer.statusCode ?? 0, body: await text(answer) };
    } catch (error) {
      const { code } = error as { code?: unknown };
      const reason = signal.aborted ? 'no answer in time' : typeof code === 'string' ? code : 'no connection';
      throw new ServiceUnreachableError(
        `The service does not answer at ${this.address} (${reason}). Start it, or tell with --url where it listens.`,
        { cause: error },
      );
    }
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isProblem(answer: unknown): answer is Problem {
  const { code, detail } = (answer ?? {}) as Partial<Problem>;
  return typeof code === 'string' && typeof detail === 'string';
}

function isHealth(answer: unknown): answer is DatabaseHealth {
  const { status, message } = (answer ?? {}) as Partial<DatabaseHealth>;
  return typeof status === 'string' && typeof message === 'string';
}

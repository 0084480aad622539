import type { Problem } from '../http/problem';

/** Longer than the service takes for anything: it waits at most 60 seconds for a run, and for PostgreSQL less. */
const TIMEOUT_MS = 120_000;

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
  /** @param address without a path */
  constructor(readonly address: string) {}

  /** @throws ServiceUnreachableError, ServiceProblemError */
  async ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<T> {
    const response = await this.send(method, path);
    const isJson = /^application\/(?:problem\+)?json\b/.test(response.headers.get('content-type') ?? '');
    if (response.status === 204) return undefined as T;
    const body: unknown = isJson ? await response.json().catch(() => null) : null;
    if (response.ok && body !== null) return body as T;
    if (isProblem(body)) throw new ServiceProblemError(body);
    throw new ServiceUnreachableError(`What answers at ${this.address} is not this service.`);
  }

  private async send(method: string, path: string): Promise<Response> {
    try {
      return await fetch(new URL(`/v1/admin/database${path}`, this.address), {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
      const { code } = cause ?? {};
      const reason =
        name === 'TimeoutError' ? 'no answer in time' : typeof code === 'string' ? code : 'no connection';
      throw new ServiceUnreachableError(
        `The service does not answer at ${this.address} (${reason}). Start it, or tell with --url where it listens.`,
        { cause: error },
      );
    }
  }
}

function isProblem(body: unknown): body is Problem {
  const { code, detail } = (body ?? {}) as Partial<Problem>;
  return typeof code === 'string' && typeof detail === 'string';
}

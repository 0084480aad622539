import type { UserRow } from './ledger';

/** A user as the service tells it. */
export interface ToldUser extends UserRow {
  readonly id: string;
}

/** Longer than anything that the service may wait for: what takes longer hangs. */
export const ANSWER_DEADLINE_MS = 10_000;

/** What the service said to a request. */
export type Answer<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** 503, and nothing was changed. */
  | { readonly kind: 'refused'; readonly code: string }
  /** 503, and it is not known whether something was changed. */
  | { readonly kind: 'unknown'; readonly code: string }
  /** An answer, or none, that no fault excuses. */
  | { readonly kind: 'unexpected'; readonly what: string };

const REFUSALS = new Set(['database_unavailable', 'database_busy']);

/** The requests of the soak. */
export class UserRequests {
  slowestMs = 0;

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  create(handle: string): Promise<Answer<ToldUser>> {
    const body = { email: `${handle}@example.com`, handle, displayName: handle };
    return this.send('POST', '', 201, { body });
  }

  get(id: string): Promise<Answer<ToldUser>> {
    return this.send('GET', `/${id}`, 200);
  }

  list(limit: number): Promise<Answer<{ readonly items: readonly ToldUser[] }>> {
    return this.send('GET', `?sort=handle&limit=${limit}`, 200);
  }

  rename({ id, version }: ToldUser, displayName: string): Promise<Answer<ToldUser>> {
    return this.send('PATCH', `/${id}`, 200, { ifMatch: `"${id}.${version}"`, body: { displayName } });
  }

  delete({ id, version }: ToldUser): Promise<Answer<null>> {
    return this.send('DELETE', `/${id}`, 204, { ifMatch: `"${id}.${version}"` });
  }

  private async send<T>(
    method: string,
    path: string,
    expected: number,
    { body, ifMatch }: { readonly body?: object; readonly ifMatch?: string } = {},
  ): Promise<Answer<T>> {
    const began = performance.now();
    try {
      const response = await fetch(`${this.url}/v1/users${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.token}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(ifMatch ? { 'if-match': ifMatch } : {}),
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
      });
      const text = await response.text();
      const value = (text ? JSON.parse(text) : null) as T;
      if (response.status === expected) return { kind: 'done', value };
      const { code = '' } = (value ?? {}) as { code?: string };
      if (response.status === 503 && code === 'outcome_unknown') return { kind: 'unknown', code };
      if (response.status === 503 && REFUSALS.has(code)) return { kind: 'refused', code };
      return { kind: 'unexpected', what: `${method} ${response.status} ${code}` };
    } catch (error) {
      const { cause = error } = error as { cause?: unknown };
      return {
        kind: 'unexpected',
        what: `${method} ${cause instanceof Error ? cause.message : 'no answer'}`,
      };
    } finally {
      this.slowestMs = Math.max(this.slowestMs, performance.now() - began);
    }
  }
}

import { AsyncLocalStorage } from 'node:async_hooks';

interface RequestScope {
  wrote: boolean;
}

const scopes = new AsyncLocalStorage<RequestScope>();

/**
 * Runs the work of one request. Within it reads may go to a replica, until it has written: from then on it reads what
 * it wrote, from the primary. Outside of any request every read goes to the primary.
 */
export function runInRequestScope<T>(work: () => T): T {
  return scopes.run({ wrote: false }, work);
}

const SAFE_METHODS = new Set<unknown>(['GET', 'HEAD']);

/**
 * The same as middleware of Express, and of Fastify under Nest: `app.use(requestScope)`. A change reads from the primary
 * from the start: it compares with what it finds.
 */
export function requestScope(request: { readonly method?: string }, _reply: unknown, next: () => void): void {
  if (SAFE_METHODS.has(request.method)) runInRequestScope(next);
  else next();
}

/** Runs what must not be told what a replica does not know yet: it reads from the primary, within a request, too. */
export function readFromPrimary<T>(work: () => T): T {
  // Outside of any it does so already.
  return scopes.getStore() ? scopes.run({ wrote: true }, work) : work();
}

/** The request that is running has written, or may have. */
export function noteWrite(): void {
  const scope = scopes.getStore();
  if (scope) scope.wrote = true;
}

export function mayReadFromReplica(): boolean {
  return scopes.getStore()?.wrote === false;
}

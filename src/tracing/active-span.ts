import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes } from '@opentelemetry/api';
import type { SpanInTrace, TraceIds } from './spans';

/** The span in which work is done now. The SDK is not loaded by this: without traces there never is one. */
export const activeSpan = new AsyncLocalStorage<SpanInTrace | undefined>();

/** Undefined where there is no trace. */
export function traceIdsNow(): TraceIds | undefined {
  return activeSpan.getStore()?.ids;
}

/** Does work in a span of its own, where it belongs to a trace. */
export async function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  const span = activeSpan.getStore()?.child(name, { attributes });
  if (!span) return work();
  try {
    const result = await activeSpan.run(span, work);
    span.end();
    return result;
  } catch (error) {
    span.end(error instanceof Error ? error.name : 'unknown');
    throw error;
  }
}

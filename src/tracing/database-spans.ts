import { ROOT_CONTEXT, SpanKind, type Tracer } from '@opentelemetry/api';
import { databaseChannels, type QueryEvent, type TaskEvent } from '../database';
import { activeSpan } from './active-span';
import { SpanInTrace } from './spans';

/** A wait that is shorter is none. */
const SHORTEST_WAIT_SECONDS = 0.001;

/** What is worth a trace of its own. */
const TASKS_BY_THEMSELVES: ReadonlySet<TaskEvent['task']> = new Set(['resolve', 'connect']);

/** Gives what the database layer tells of a place in the traces it belongs to. The answer stops it. */
export function traceDatabase(tracer: Tracer): () => void {
  const stops = [traceQueries(), traceTasks(tracer), traceWaits(), tracePromotions(tracer)];
  return () => stops.forEach((stop) => stop());
}

/** OpenTelemetry, "Semantic conventions for database client spans"; never a statement, which may hold values. */
function traceQueries(): () => void {
  const spans = new WeakMap<QueryEvent, SpanInTrace>();
  const { queryStarted, queryEnded } = databaseChannels;
  const stops = [
    queryStarted.subscribe((query) => {
      const { operation, collection, store } = query;
      const name = operation.toUpperCase();
      const attributes = {
        'db.system.name': store === 'postgres' ? 'postgresql' : 'memory',
        'db.operation.name': name,
        ...(collection !== null && { 'db.collection.name': collection }),
      };
      const kind = store === 'postgres' ? SpanKind.CLIENT : SpanKind.INTERNAL;
      const span = activeSpan
        .getStore()
        ?.child(collection === null ? name : `${name} ${collection}`, { kind, attributes });
      if (span) spans.set(query, span);
    }),
    queryEnded.subscribe((query) => spans.get(query)?.end(failureOf(query.outcome))),
  ];
  return () => stops.forEach((stop) => stop());
}

function traceTasks(tracer: Tracer): () => void {
  const spans = new WeakMap<TaskEvent, SpanInTrace>();
  const { taskStarted, taskEnded } = databaseChannels;
  const stops = [
    taskStarted.bind(activeSpan, (event) => {
      const parent = activeSpan.getStore();
      const name = `database.${event.task}`;
      const span =
        parent?.child(name, {}) ??
        (TASKS_BY_THEMSELVES.has(event.task) ? SpanInTrace.start(tracer, name, {}, ROOT_CONTEXT) : undefined);
      if (span) spans.set(event, span);
      return span;
    }),
    taskEnded.subscribe((event) => spans.get(event)?.end(failureOf(event.outcome))),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Waits for a connection. Who gives it back is somebody else: whose wait it is, is noted when it begins. */
function traceWaits(): () => void {
  const waiting = new WeakMap<object, SpanInTrace>();
  const { connectionWanted, connectionAcquired } = databaseChannels;
  const stops = [
    connectionWanted.subscribe((wish) => {
      const span = activeSpan.getStore();
      if (span) waiting.set(wish, span);
    }),
    connectionAcquired.subscribe((wish) => {
      if (wish.seconds < SHORTEST_WAIT_SECONDS) return;
      const startTime = Date.now() - wish.seconds * 1_000;
      waiting
        .get(wish)
        ?.child('database.checkout', { startTime, attributes: { pool: wish.pool } })
        .end();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** A trace of each promotion, once it is over: its steps are told of when they end. */
function tracePromotions(tracer: Tracer): () => void {
  let steps: ((within: SpanInTrace) => void)[] = [];
  return databaseChannels.promotion.subscribe(({ step, replayed, quarantined, seconds }) => {
    const endTime = Date.now();
    const options = { startTime: endTime - seconds * 1_000, attributes: { replayed, quarantined } };
    if (step !== 'promoted' && step !== 'failed') {
      steps.push((within) => within.child(`database.promotion.${step}`, options).span.end(endTime));
      return;
    }
    const span = SpanInTrace.start(tracer, 'database.promotion', options, ROOT_CONTEXT);
    for (const tell of steps) tell(span);
    steps = [];
    span.end(step === 'failed' ? step : undefined);
  });
}

function failureOf(outcome: string): string | undefined {
  return outcome === 'ok' ? undefined : outcome;
}

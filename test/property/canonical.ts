import { QueryFailedError } from 'typeorm';
import { model } from './model/model';

const ENTITIES = new Set<unknown>(Object.values(model));
const HOUR_MS = 3_600_000;
const TIME = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?/g;

/** Fields of a database error that both stores give. Where the server found it (file, line, position) is not among them. */
const ERROR_FIELDS = [
  'code',
  'detail',
  'hint',
  'constraint',
  'table',
  'column',
  'schema',
  'dataType',
  'severity',
] as const;

/**
 * A result as plain data in which two stores can be compared: classes, the presence and order of properties, and
 * every value. The clock is not compared: a time about now is just that. Entities that came in no particular order
 * are sorted.
 *
 * @param ordered whether the order of the outermost rows means something; that of related rows never does
 */
export function canonical(value: unknown, ordered: boolean): unknown {
  return describe(value, ordered ? 0 : 2, new Set());
}

function describe(value: unknown, depth: number, around: Set<unknown>): unknown {
  switch (typeof value) {
    case 'undefined':
      return '«undefined»';
    case 'bigint':
      return `«bigint ${value}»`;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : `«${Object.is(value, -0) ? '-0' : value}»`;
    case 'string':
      return withoutClock(value);
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return null;
  if (value instanceof Date) return aboutNow(value) ? '«now»' : `«${String(value.getTime())}»`;
  if (Buffer.isBuffer(value)) return `«bytes ${value.toString('hex')}»`;
  if (around.has(value)) return '«cycle»';
  around.add(value);
  const described = Array.isArray(value)
    ? describeList(value, depth, around)
    : describeObject(value, depth, around);
  around.delete(value);
  return described;
}

function describeList(list: readonly unknown[], depth: number, around: Set<unknown>): unknown[] {
  const described = list.map((one) => describe(one, depth + 1, around));
  const areRows = list.length > 1 && list.every((one) => ENTITIES.has(classOf(one)));
  return depth > 1 && areRows ? sortedByText(described) : described;
}

function describeObject(value: object, depth: number, around: Set<unknown>): unknown {
  const name = value.constructor?.name ?? 'null';
  const entries = Object.entries(value).map(([key, one]) => [key, describe(one, depth + 1, around)] as const);
  const plain = Object.fromEntries(entries);
  return name === 'Object' ? plain : { '«class»': name, ...plain };
}

function classOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? value.constructor : null;
}

export function sortedByText(values: readonly unknown[]): unknown[] {
  return values
    .map((value) => [JSON.stringify(value), value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, value]) => value);
}

function aboutNow(date: Date): boolean {
  return Math.abs(date.getTime() - Date.now()) < HOUR_MS;
}

/** A text without the times in it that are about now: errors print whole rows. */
export function withoutClock(text: string): string {
  if (text.length < 19) return text;
  return text.replaceAll(TIME, (time) => {
    const date = new Date(time.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    return aboutNow(date) ? '«now»' : time;
  });
}

/** A failure as both stores show it. The processes in a deadlock's detail are the server's own. */
export function canonicalFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: String(error) };
  const failure: Record<string, unknown> = { failure: error.name, message: withoutClock(error.message) };
  if (error instanceof QueryFailedError) {
    const source = error.driverError as unknown as Record<string, unknown>;
    for (const field of ERROR_FIELDS) {
      const value = source[field];
      if (value === undefined || (field === 'detail' && source['code'] === '40P01')) continue;
      // A guess at what was meant, and a word that PostgreSQL 16 began to write otherwise.
      if (field === 'hint' && typeof value === 'string' && /^Perhaps you (?:meant|need)/.test(value))
        continue;
      failure[field] = typeof value === 'string' ? withoutClock(value) : value;
    }
    if (failure['code'] === '23001') asBefore18(failure);
  }
  return failure;
}

/** PostgreSQL 18 has a code of its own for RESTRICT; before, it was that of every foreign key. */
function asBefore18(failure: Record<string, unknown>): void {
  failure['code'] = '23503';
  failure['message'] = String(failure['message']).replace('RESTRICT setting of foreign', 'foreign');
  failure['detail'] = String(failure['detail']).replace('is referenced', 'is still referenced');
}

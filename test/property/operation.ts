import * as typeorm from 'typeorm';
import {
  Raw,
  type EntityManager,
  type EntityTarget,
  type FindOperator,
  type ObjectLiteral,
  type QueryRunner,
} from 'typeorm';
import { model, type EntityName } from './model/model';

/** One call as plain data, so that it can be printed, shrunk and made again on each store. */
export interface Operation {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Rows come in an order that the call fixes; otherwise they are compared as a set. */
  readonly ordered?: boolean;
}

/** What a call runs on: a session's manager, and its query runner unless it works without one. */
export interface Session {
  readonly manager: EntityManager;
  readonly runner: QueryRunner | null;
  /** The connection of the query runner. */
  readonly client: unknown;
  /** As `ReadyForQuery` tells it: I idle, T in a transaction, E in a failed one. */
  status(): string;
}

/** How calls of one name are made. The arguments are made anew for each store: what is saved is also changed. */
export type Handlers = Readonly<Record<string, (session: Session, ...args: never[]) => unknown>>;

export function entityClass(name: EntityName): EntityTarget<ObjectLiteral> {
  return model[name];
}

type Operators = Record<string, (...operands: unknown[]) => FindOperator<unknown>>;

/**
 * Makes arguments from their description: `{ $: 'In', of: [[1, 2]] }` is an operator, `{ $sql }` a function that
 * answers SQL, `{ $raw }` a Raw condition, `{ $entity, of }` an instance.
 */
export function materialize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(materialize);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return Buffer.from(value);
  if ('$' in value) {
    const { $: name, of } = value as unknown as { $: string; of: unknown[] };
    const operator = (typeorm as unknown as Operators)[name];
    if (!operator) throw new Error(`no operator ${name}`);
    return operator(...of.map(materialize));
  }
  if ('$sql' in value) {
    const { $sql: sql } = value;
    return () => sql;
  }
  if ('$raw' in value) {
    const { $raw: sql, parameters } = value as { $raw: string; parameters: Record<string, unknown> };
    return Raw((alias) => sql.replaceAll('?', alias), parameters);
  }
  if ('$entity' in value) {
    const { $entity: name, of } = value as { $entity: EntityName; of: object };
    return Object.assign(new model[name](), materialize(of));
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, materialize(one)]));
}

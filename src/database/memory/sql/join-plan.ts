import type { Tuple } from '../storage/table-def';
import type { HashKey } from '../types/sql-type';
import { hashKeyOf } from '../storage/index-key';
import { chooseAccessPath, equalitiesOf } from './access-path';
import type { Environment } from './environment';
import { type Expression, typeOf } from './expression';
import type { FromJoin, FromNode, FromRows, FromTable } from './from-tree';
import { fullJoin, leftJoin, type Source } from './join-source';
import { oncePerRun } from './once-per-run';
import type { RowOrderWanted } from './scan';

export interface FromPlan {
  readonly source: Source;
  /** The rows come in the order that was asked for. */
  readonly ordered: boolean;
}

/**
 * Plans FROM and WHERE: relations are joined in the order in which they are written, each condition is
 * tested as soon as its relations are there, and each table is read by its cheapest path.
 *
 * @param order an order of the first table's rows that would spare a sort
 */
export function planFrom(
  tree: FromNode | null,
  where: Expression | null,
  order: RowOrderWanted | null = null,
): FromPlan {
  const planner = new Planner(order);
  const { fixed, others } = parted(where);
  const pending = new Pending(others);
  const source = tree ? planner.plan(tree, new Set(), pending, true) : ONE_ROW;
  return { source: gated(filtered(source, pending.rest()), fixed), ordered: planner.ordered };
}

/** SELECT without FROM works on one row without columns. */
const ONE_ROW: Source = { slots: [], scan: (_environment, emit) => emit() };

function conjunctsOf(condition: Expression | null): readonly Expression[] {
  return condition ? (condition.conjuncts ?? [condition]) : [];
}

/** The parts of a condition: those that are the same for every row, and the others. */
function parted(condition: Expression | null): Record<'fixed' | 'others', readonly Expression[]> {
  const conjuncts = conjunctsOf(condition);
  return {
    fixed: conjuncts.filter(({ constant }) => constant),
    others: conjuncts.filter(({ constant }) => !constant),
  };
}

/** Tests what is the same for every row before the first is read. */
function gated(source: Source, conditions: readonly Expression[]): Source {
  if (conditions.length === 0) return source;
  return {
    slots: source.slots,
    scan: (environment, emit) =>
      conditions.some(({ evaluate }) => evaluate(environment) !== true) || source.scan(environment, emit),
  };
}

/** Conditions that wait for the relations they read. */
class Pending {
  private left: Expression[];

  constructor(conditions: readonly Expression[]) {
    this.left = [...conditions];
  }

  /** Takes out the conditions that read nothing but these relations. */
  take(bound: ReadonlySet<number>): Expression[] {
    const ready = this.left.filter(({ slots }) => [...slots].every((slot) => bound.has(slot)));
    this.left = this.left.filter((condition) => !ready.includes(condition));
    return ready;
  }

  add(conditions: readonly Expression[]): void {
    this.left.push(...conditions);
  }

  rest(): Expression[] {
    return this.left;
  }
}

function filtered(source: Source, conditions: readonly Expression[]): Source {
  const tests = conditions.map(({ evaluate }) => evaluate);
  const [test] = tests;
  if (!test) return source;
  if (tests.length === 1) {
    return {
      slots: source.slots,
      scan: (environment, emit) => source.scan(environment, () => test(environment) !== true || emit()),
    };
  }
  return {
    slots: source.slots,
    scan: (environment, emit) =>
      source.scan(environment, () => {
        for (const one of tests) if (one(environment) !== true) return true;
        return emit();
      }),
  };
}

class Planner {
  ordered = false;

  constructor(private readonly order: RowOrderWanted | null) {}

  /** @param first the node's rows drive the whole join, so that their order is the result's */
  plan(node: FromNode, bound: Set<number>, pending: Pending, first: boolean): Source {
    if (node.kind === 'join') return this.planJoin(node, bound, pending, first);
    const before = new Set(bound);
    bound.add(node.relation.slot);
    const conditions = pending.take(bound);
    const source =
      node.kind === 'table'
        ? this.planTable(node, before, conditions, first)
        : planRows(node, before, conditions);
    return filtered(source, conditions);
  }

  private planTable(
    { table, relation: { slot } }: FromTable,
    bound: ReadonlySet<number>,
    conditions: readonly Expression[],
    first: boolean,
  ): Source {
    const wanted = first && this.order?.slot === slot ? this.order : null;
    const { scan, ordered } = chooseAccessPath(table, slot, bound, conditions, wanted);
    if (ordered) this.ordered = true;
    return {
      slots: [slot],
      scan: (environment, emit) =>
        scan(environment, (version) => {
          environment.rows[slot] = version.values;
          environment.versions[slot] = version;
          return emit();
        }),
    };
  }

  private planJoin(node: FromJoin, bound: Set<number>, pending: Pending, first: boolean): Source {
    if (node.type === 'full') return this.planFull(node, bound);
    if (node.type === 'inner') {
      const { fixed, others } = parted(node.on);
      pending.add(others);
      const left = this.plan(node.left, bound, pending, first);
      const right = this.plan(node.right, bound, pending, false);
      const joined: Source = {
        slots: [...left.slots, ...right.slots],
        scan: (environment, emit) => left.scan(environment, () => right.scan(environment, emit)),
      };
      return gated(filtered(joined, pending.take(bound)), fixed);
    }
    const { fixed, others } = parted(node.on);
    const own = new Pending(others);
    const left = this.plan(node.left, bound, pending, first);
    const right = gated(filtered(this.plan(node.right, bound, own, false), own.rest()), fixed);
    return filtered(leftJoin(left, right), pending.take(bound));
  }

  private planFull(node: FromJoin, bound: Set<number>): Source {
    const none = (): Pending => new Pending([]);
    const left = this.plan(node.left, new Set(bound), none(), false);
    const right = this.plan(node.right, new Set(bound), none(), false);
    for (const slot of [...left.slots, ...right.slots]) bound.add(slot);
    return fullJoin(left, right, node.on);
  }
}

/** The rows of a sub-query; beside other relations they are hashed once, where the conditions allow. */
function planRows(node: FromRows, bound: ReadonlySet<number>, conditions: readonly Expression[]): Source {
  const { slot } = node.relation;
  const place = (environment: Environment, row: Tuple, emit: () => boolean): boolean => {
    environment.rows[slot] = row;
    environment.versions[slot] = null;
    return emit();
  };
  const plain: Source = {
    slots: [slot],
    scan: (environment, emit) => node.each(environment, (row) => place(environment, row, emit)),
  };
  const equalities =
    bound.size > 0 && node.fixed ? equalitiesOf(conditions, slot, bound) : new Map<number, Expression>();
  if (equalities.size === 0) return plain;
  const columns = [...equalities.keys()];
  const types = columns.flatMap((column) => node.relation.columns[column]?.type ?? []);
  const sought = [...equalities.values()];
  if (sought.some((expression, i) => typeOf(expression) !== types[i])) return plain;
  const bucketsOf = oncePerRun((environment) =>
    hashRows(node, environment, (row) =>
      hashKeyOf(
        types,
        columns.map((column) => row[column] ?? null),
      ),
    ),
  );
  return {
    slots: [slot],
    scan: (environment, emit) => {
      const key = hashKeyOf(
        types,
        sought.map(({ evaluate }) => evaluate(environment)),
      );
      const found = key === null ? undefined : bucketsOf(environment).get(key);
      return found === undefined || found.every((row) => place(environment, row, emit));
    },
  };
}

function hashRows(
  node: FromRows,
  environment: Environment,
  keyOf: (row: Tuple) => HashKey | null,
): Map<HashKey, Tuple[]> {
  const buckets = new Map<HashKey, Tuple[]>();
  node.each(environment, (row) => {
    const key = keyOf(row);
    if (key === null) return true;
    const bucket = buckets.get(key);
    if (bucket) bucket.push(row);
    else buckets.set(key, [row]);
    return true;
  });
  return buckets;
}

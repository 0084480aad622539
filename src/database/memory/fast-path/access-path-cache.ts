import type { Table } from '../storage/table';
import type { Condition, ConditionKind } from './condition';
import { chooseAccessPath, type AccessPath, type SortColumn } from './entity-access-path';

/** What has been chosen for the conditions and columns that lead here, and where more of them lead. */
interface Shape {
  path: AccessPath | null | undefined;
  readonly next: Map<number, Shape>;
}

const KIND_NUMBERS: Readonly<Record<ConditionKind, number>> = {
  '=': 0,
  '<': 1,
  '<=': 2,
  '>': 3,
  '>=': 4,
  between: 5,
  in: 6,
  null: 7,
};
/** Of what a condition or a column of an order may be, beside its ordinal. */
const STEPS_PER_COLUMN = 20;
const FIRST_ORDER_STEP = 16;

/** Access paths by the shape of what they answer: the columns and kinds of the conditions, and the order. */
export class AccessPathCache {
  private readonly root: Shape = { path: undefined, next: new Map() };

  constructor(private readonly table: Table) {}

  /** The path for conditions and an order, chosen when their shape comes first; null where there is none. */
  get(conditions: readonly Condition[], order: readonly SortColumn[]): AccessPath | null {
    let shape = this.root;
    for (let i = 0; i < conditions.length; i += 1)
      shape = step(shape, conditionStep(conditions[i] as Condition));
    for (let i = 0; i < order.length; i += 1) shape = step(shape, orderStep(order[i] as SortColumn));
    if (shape.path === undefined) shape.path = chooseAccessPath(this.table, conditions, order);
    return shape.path;
  }
}

function step({ next }: Shape, number: number): Shape {
  const known = next.get(number);
  if (known) return known;
  const shape: Shape = { path: undefined, next: new Map() };
  next.set(number, shape);
  return shape;
}

function conditionStep({ ordinal, kind, negated }: Condition): number {
  return ordinal * STEPS_PER_COLUMN + KIND_NUMBERS[kind] * 2 + (negated ? 1 : 0);
}

function orderStep({ ordinal, descending, nullsFirst }: SortColumn): number {
  return ordinal * STEPS_PER_COLUMN + FIRST_ORDER_STEP + (descending ? 2 : 0) + (nullsFirst ? 1 : 0);
}

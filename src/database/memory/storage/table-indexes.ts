import type { EvalContext } from '../types/eval-context';
import { ElementIndex } from './element-index';
import { HashIndex } from './hash-index';
import type { Heap } from './heap';
import { columnPart } from './index-key';
import { keepsColumns } from './key-columns';
import { OrderedIndex } from './ordered-index';
import type { RowVersion } from './row-version';
import type { IndexDef, TableDef } from './table-def';
import { changesKeyOf, type UniqueIndex, uniqueIndexesOf } from './unique-index';

/** The indexes of one table, kept up with its heap. */
export class TableIndexes {
  readonly unique: readonly UniqueIndex[];
  /** Every equality index: the unique ones, and one for the columns of each foreign key. */
  readonly hash: readonly HashIndex[];
  readonly ordered: OrderedIndex[];
  /** Those from the elements of arrays to their rows. */
  readonly elements: readonly ElementIndex[];

  constructor(
    private readonly def: TableDef,
    private readonly heap: Heap,
    context: EvalContext,
  ) {
    this.unique = uniqueIndexesOf(def, context);
    this.hash = [...this.unique.map(({ index }) => index), ...foreignKeyIndexesOf(def, this.unique, context)];
    this.ordered = def.indexes.flatMap((index) => orderedIndexOf(def, index) ?? []);
    this.elements = def.indexes.flatMap((index) => elementIndexOf(def, index) ?? []);
  }

  /** The equality index over exactly these columns, in this order, or null. */
  hashOn(columns: readonly number[]): HashIndex | null {
    return (
      this.hash.find(
        ({ parts, where }) =>
          !where &&
          parts.length === columns.length &&
          parts.every((part, i) => 'column' in part && part.column === columns[i]),
      ) ?? null
    );
  }

  /** An index whose leading columns are these; made on first need and kept up from then on. */
  orderedOn(columns: readonly number[]): OrderedIndex {
    const found = this.ordered.find((index) => columns.every((column, i) => index.columns[i] === column));
    if (found) return found;
    const types = columns.flatMap((column) => this.def.columns[column]?.type ?? []);
    const index = new OrderedIndex(`${this.def.name}_ordered_${columns.join('_')}`, columns, types);
    this.heap.visit((version) => index.add(version));
    this.ordered.push(index);
    return index;
  }

  add(version: RowVersion): void {
    for (const index of this.hash) index.add(version);
    for (const index of this.ordered) index.add(version);
    for (const index of this.elements) index.add(version);
  }

  remove(version: RowVersion): void {
    for (const index of this.hash) index.remove(version);
    for (const index of this.ordered) index.remove(version);
    for (const index of this.elements) index.remove(version);
  }

  /** Whether an update changes anything that is indexed. */
  changesWith(old: RowVersion, version: RowVersion): boolean {
    return (
      this.unique.some((unique) => changesKeyOf(unique, old, version)) ||
      this.def.indexes.some(
        ({ parts }) => !keepsColumns(this.def, columnsOf(parts), old.values, version.values),
      )
    );
  }
}

/** Children are looked up by the columns of their foreign keys: cascades must not scan. */
function foreignKeyIndexesOf(
  def: TableDef,
  uniques: readonly UniqueIndex[],
  context: EvalContext,
): HashIndex[] {
  const covered = new Set(uniques.map(({ index }) => signature(index)));
  const indexes: HashIndex[] = [];
  for (const key of def.foreignKeys) {
    const parts = key.columns.map((column) => columnPart(def, column));
    const index = new HashIndex(`${key.name}_key`, parts, false, context);
    if (covered.has(signature(index))) continue;
    covered.add(signature(index));
    indexes.push(index);
  }
  return indexes;
}

function signature(index: HashIndex): string {
  return index.parts.map((part) => ('column' in part && !index.where ? part.column : 'expression')).join(',');
}

function orderedIndexOf(
  def: TableDef,
  { name, parts, unique, method, where }: IndexDef,
): OrderedIndex | null {
  const columns = columnsOf(parts);
  if (unique || method || where || columns.length !== parts.length) return null;
  const types = columns.map((column) => columnPart(def, column).type);
  return new OrderedIndex(name, columns, types);
}

function elementIndexOf(def: TableDef, { name, parts, method }: IndexDef): ElementIndex | null {
  const [column] = columnsOf(parts);
  const element = column === undefined ? undefined : def.columns[column]?.type.element;
  return method === 'gin' && column !== undefined && element ? new ElementIndex(name, column, element) : null;
}

function columnsOf(parts: IndexDef['parts']): readonly number[] {
  return parts.filter((part) => typeof part === 'number');
}

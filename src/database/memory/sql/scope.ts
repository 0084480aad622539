import type { Node } from '@pgsql/types';
import type { Table } from '../storage/table';
import { SqlError, type SqlErrorFields, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { positionOf, stringOf, withoutPositions } from './ast';
import type { Environment } from './environment';
import { missingColumn, missingRelation, type NameLevel } from './missing-name';

export interface OutputColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly typmod: number;
}

/** A relation that names can refer to: a table, a sub-query, a function, under its alias. */
export interface ScopeRelation {
  readonly alias: string;
  /** Where its rows stand in the environment of its query. */
  readonly slot: number;
  readonly columns: readonly OutputColumn[];
  readonly table: Table | null;
  /** The name behind an alias, for the errors. */
  readonly realName?: string;
  /** For the alias of a whole join: what its columns are in the tables below. */
  readonly joined?: readonly NamedColumn[];
  /** Notes the columns of a sub-query that are looked at. */
  readonly looked?: Set<number>;
  /** A function's one column: its value stands for the row. */
  readonly scalar?: boolean;
}

/** A column that can be named without a qualifier. */
export interface NamedColumn {
  readonly name: string;
  /** One column; or those that USING merged in a FULL JOIN, of which the first that is not NULL counts. */
  readonly refs: readonly { readonly relation: ScopeRelation; readonly ordinal: number }[];
}

export interface FoundColumn {
  /** How many queries outwards. */
  readonly depth: number;
  readonly column: NamedColumn;
}

/** Which columns can be named above GROUP BY. */
export interface GroupedColumns {
  /** GROUP BY expressions by their canonical text, with their places. */
  readonly keys: ReadonlyMap<string, number>;
  /** Relations whose primary key is grouped by: all their columns are fixed in a group. */
  readonly determined: ReadonlySet<ScopeRelation>;
}

const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** What the views of one scope share. */
interface ScopeState {
  nextSlot: number;
  correlated: boolean;
  /** Slots that a sub-query being compiled reads of this query. */
  reads: Set<number> | null;
  /** Set while expressions are compiled that see groups instead of rows. */
  grouping: GroupedColumns | null;
}

/** The names that a query can use: its own relations, then those of the queries around it. */
export class Scope {
  relations: ScopeRelation[] = [];
  columns: NamedColumn[] = [];
  readonly ctes = new Map<string, CteReference>();
  /** WITH queries that are still to be compiled. */
  readonly laterCtes = new Set<string>();
  /** What is around and out of reach: known for the errors. */
  unreachable: Scope | null = null;
  /** Columns of a relation in here that only their names bring out, never `*`. */
  system: ScopeRelation | null = null;
  /** LATERAL would bring it into reach: it is FROM of the query around a sub-query. */
  needsLateral = false;
  /** Relations that an alias of their join has covered. */
  private covered: ScopeRelation[] = [];
  /** Relations that what is now read of FROM cannot name, LATERAL or not, with what the error says about it. */
  private barred: ReadonlyMap<ScopeRelation, string> = new Map();
  private state: ScopeState = { nextSlot: 0, correlated: false, reads: null, grouping: null };

  constructor(readonly parent: Scope | null) {}

  /** This scope and those around it, from the inside out. */
  private get chain(): readonly Scope[] {
    return [this, ...(this.parent?.chain ?? [])];
  }

  /** Some expression in here reads a row of a query further out. */
  get correlated(): boolean {
    return this.state.correlated;
  }

  markCorrelated(): void {
    this.state.correlated = true;
  }

  get grouping(): GroupedColumns | null {
    return this.state.grouping;
  }

  set grouping(grouping: GroupedColumns | null) {
    this.state.grouping = grouping;
  }

  reserveSlot(): number {
    this.state.nextSlot += 1;
    return this.state.nextSlot - 1;
  }

  /** @throws SqlError 42712 when the alias is taken */
  add(relation: ScopeRelation): void {
    this.addQualifier(relation);
    for (const [ordinal, { name }] of relation.columns.entries()) {
      this.columns.push({ name, refs: [{ relation, ordinal }] });
    }
  }

  /** Adds a relation whose columns can be named only with its alias. */
  addQualifier(relation: ScopeRelation): void {
    if (relation.alias !== '' && this.relations.some(({ alias }) => alias === relation.alias)) {
      throw new SqlError('42712', `table name "${relation.alias}" specified more than once`);
    }
    this.relations.push(relation);
  }

  /** Takes relations added since this mark out of sight: their join has an alias of its own. */
  hide(relations: number): void {
    this.covered.push(...this.relations.splice(relations));
  }

  /** Reads a part of FROM in which the relations added since this mark cannot be named. */
  barring<T>(relations: number, why: (alias: string) => string, read: () => T): T {
    const { barred } = this;
    const added = this.relations.slice(relations).map((relation) => [relation, why(relation.alias)] as const);
    this.barred = new Map([...barred, ...added]);
    try {
      return read();
    } finally {
      this.barred = barred;
    }
  }

  /** This scope, reduced to what was added since these marks: what the condition of a join can name. */
  since(relations: number, columns: number): Scope {
    const view = new Scope(this.parent);
    view.state = this.state;
    view.relations = this.relations.slice(relations);
    view.columns = this.columns.slice(columns);
    view.unreachable = this;
    return view;
  }

  /** @throws SqlError 42703, 42702, 42P01 */
  column(name: string, qualifier: string | null, location?: number): FoundColumn {
    const found = this.tryColumn(name, qualifier, location);
    if (found) return found;
    const ordinal = this.system?.columns.findIndex((column) => column.name === name) ?? -1;
    if (this.system && ordinal >= 0 && (qualifier === null || qualifier === this.system.alias))
      return { depth: 0, column: { name, refs: [{ relation: this.system, ordinal }] } };
    if (qualifier !== null && !this.relation(qualifier)) throw this.missing(qualifier, location);
    if (SYSTEM_COLUMNS.has(name)) throw unsupported(`the system column ${name}`);
    throw missingColumn(this.levels, name, qualifier, location);
  }

  /** @throws SqlError 42702 */
  tryColumn(name: string, qualifier: string | null, location?: number): FoundColumn | null {
    for (const [depth, scope] of this.chain.entries()) {
      const matches = scope.named(name, qualifier);
      if (matches.length > 1) {
        const shown = qualifier === null ? name : `${qualifier}.${name}`;
        throw new SqlError('42702', `column reference "${shown}" is ambiguous`, positionOf(location));
      }
      if (matches[0]) {
        for (const { relation } of matches[0].refs) scope.checkReach(relation, location);
        return { depth, column: matches[0] };
      }
      if (qualifier !== null && scope.relations.some(({ alias }) => alias === qualifier)) return null;
    }
    return null;
  }

  private named(name: string, qualifier: string | null): readonly NamedColumn[] {
    if (qualifier === null) return this.columns.filter((column) => column.name === name);
    const relation = this.relations.find(({ alias }) => alias === qualifier);
    if (!relation) return [];
    if (relation.joined) return relation.joined.filter((column) => column.name === name);
    return relation.columns.flatMap((column, ordinal) =>
      column.name === name ? [{ name, refs: [{ relation, ordinal }] }] : [],
    );
  }

  /** Notes that an expression of this query reads a row `depth` queries outwards. */
  noteOuterRead(depth: number, slot: number): void {
    for (const scope of this.chain.slice(0, depth)) scope.state.correlated = true;
    this.outwards(depth)?.state.reads?.add(slot);
  }

  /** The scope `depth` queries outwards. */
  outwards(depth: number): Scope | null {
    return this.chain[depth] ?? null;
  }

  /** Which of this query's slots a sub-query reads that is compiled meanwhile. */
  collectReads<T>(compile: () => T): { readonly result: T; readonly slots: ReadonlySet<number> } {
    const { reads: before } = this.state;
    const slots = new Set<number>();
    this.state.reads = slots;
    try {
      return { result: compile(), slots };
    } finally {
      this.state.reads = before;
      if (before) for (const slot of slots) before.add(slot);
    }
  }

  private checkReach(relation: ScopeRelation, location?: number): void {
    const detail = this.barred.get(relation);
    if (detail === undefined) return;
    throw new SqlError('42P10', `invalid reference to FROM-clause entry for table "${relation.alias}"`, {
      detail,
      ...positionOf(location),
    });
  }

  relation(alias: string): { readonly depth: number; readonly relation: ScopeRelation } | null {
    for (const [depth, scope] of this.chain.entries()) {
      const relation = scope.relations.find((candidate) => candidate.alias === alias);
      if (relation) return { depth, relation };
    }
    return null;
  }

  /** A WITH query by name. What reads one whose rows change within a run depends on it as on an outer row. */
  cte(name: string): CteReference | null {
    const path: Scope[] = [];
    for (const scope of this.chain) {
      const found = scope.ctes.get(name);
      if (found) {
        if (!found.fixed) for (const between of path) between.markCorrelated();
        return found;
      }
      path.push(scope);
    }
    return null;
  }

  /** What is wrong with the name of a relation that cannot be used here. */
  missing(name: string, location?: number): SqlError {
    return missingRelation(this.levels, name, location);
  }

  private get levels(): readonly NameLevel[] {
    return this.chain.map(({ relations, covered, unreachable, needsLateral }) => {
      const around = (unreachable?.relations ?? []).filter((relation) => !relations.includes(relation));
      return {
        relations,
        hidden: [...covered, ...around, ...(unreachable?.covered ?? [])],
        lateral: new Set(needsLateral ? around.filter((relation) => !unreachable?.barred.has(relation)) : []),
      };
    });
  }

  /** What the error about a relation that does not exist adds when a WITH query that is not ready yet has its name. */
  laterCte(name: string): SqlErrorFields {
    if (!this.chain.some(({ laterCtes }) => laterCtes.has(name))) return {};
    return {
      detail: `There is a WITH item named "${name}", but it cannot be referenced from this part of the query.`,
      hint: 'Use WITH RECURSIVE, or re-order the WITH items to remove forward references.',
    };
  }

  /** A node's text with its columns resolved: equal for expressions that are equal, however they are written. */
  canonical(node: Node): string {
    return JSON.stringify(node, (key, value: unknown) => {
      if (key !== 'ColumnRef') return withoutPositions(key, value);
      const names = ((value as { fields?: Node[] }).fields ?? []).map(stringOf);
      const [found, ...more] = this.named(names.at(-1) ?? '', names.at(-2) ?? null);
      const [ref, ...others] = found?.refs ?? [];
      return ref && more.length + others.length === 0
        ? columnKey(ref.relation.slot, ref.ordinal)
        : withoutPositions(key, value);
    });
  }
}

/** What {@link Scope.canonical} makes of a plain column. */
export function columnKey(slot: number, ordinal: number): string {
  return `column ${slot}.${ordinal}`;
}

/** A WITH query: its columns, and the key under which a run keeps its rows. */
export interface CteReference {
  readonly columns: readonly OutputColumn[];
  readonly key: object;
  /** Its rows are the same throughout a run. */
  readonly fixed: boolean;
  /** False for a change without RETURNING. */
  readonly returnsRows: boolean;
  /** The columns that are looked at, wherever its name stands. */
  readonly looked: Set<number>;
  /** See `CompiledQuery.foldConstants`. */
  readonly foldConstants?: (environment: Environment) => void;
}

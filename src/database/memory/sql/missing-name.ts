import { SqlError, type SqlErrorFields } from '../types/sql-error';
import { positionOf } from './ast';
import { distanceUpTo } from './edit-distance';

/** A relation of FROM as far as its names go. */
interface NamedRelation {
  readonly alias: string;
  readonly slot: number;
  readonly columns: readonly { readonly name: string }[];
  /** The name behind an alias. */
  readonly realName?: string;
  /** Set for the alias of a whole join. */
  readonly joined?: unknown;
}

/** What one query has in FROM, as far as the errors for names that are not found look at it. */
export interface NameLevel {
  /** Relations that can be named. */
  readonly relations: readonly NamedRelation[];
  /** Relations that are there and cannot be named. */
  readonly hidden: readonly NamedRelation[];
  /** Of the hidden ones, those that LATERAL would bring into reach. */
  readonly lateral: ReadonlySet<NamedRelation>;
}

const MAX_DISTANCE = 3;
const LATERAL = 'you must mark this subquery with LATERAL.';

/** 42703, with the place where such a column is out of reach, or the columns that are named nearly so. */
export function missingColumn(
  levels: readonly NameLevel[],
  name: string,
  qualifier: string | null,
  location: number | undefined,
): SqlError {
  const shown = qualifier === null ? `"${name}"` : `${qualifier}.${name}`;
  return new SqlError('42703', `column ${shown} does not exist`, {
    ...positionOf(location),
    ...(outOfReach(levels, name, qualifier) ?? similarColumns(levels, name, qualifier)),
  });
}

/** 42P01, in the words that fit why the relation cannot be named here. */
export function missingRelation(
  levels: readonly NameLevel[],
  name: string,
  location: number | undefined,
): SqlError {
  for (const { relations, hidden, lateral } of levels) {
    const aliased = relations.find(({ realName }) => realName === name);
    const unseen = hidden.find(({ alias }) => alias === name);
    if (!aliased && !unseen) continue;
    const why: SqlErrorFields = aliased
      ? { hint: `Perhaps you meant to reference the table alias "${aliased.alias}".` }
      : {
          detail: unreachableEntry(name),
          ...(unseen && lateral.has(unseen) ? { hint: `To reference that table, ${LATERAL}` } : {}),
        };
    return new SqlError('42P01', `invalid reference to FROM-clause entry for table "${name}"`, {
      ...positionOf(location),
      ...why,
    });
  }
  return new SqlError('42P01', `missing FROM-clause entry for table "${name}"`, positionOf(location));
}

export function unreachableEntry(name: string): string {
  return `There is an entry for table "${name}", but it cannot be referenced from this part of the query.`;
}

function outOfReach(
  levels: readonly NameLevel[],
  name: string,
  qualifier: string | null,
): SqlErrorFields | null {
  const has = ({ alias, columns }: NamedRelation): boolean =>
    (qualifier === null || alias === qualifier) && columns.some((column) => column.name === name);
  for (const { hidden, lateral } of levels) {
    const found = hidden.find(has);
    if (!found) continue;
    return {
      detail: `There is a column named "${name}" in table "${found.alias}", but it cannot be referenced from this part of the query.`,
      ...(lateral.has(found) ? { hint: `To reference that column, ${LATERAL}` } : {}),
    };
  }
  return null;
}

/** The one or two columns whose names are nearest (PostgreSQL, `searchRangeTableForCol`); more than two are no help. */
function similarColumns(
  levels: readonly NameLevel[],
  name: string,
  qualifier: string | null,
): SqlErrorFields {
  let best = MAX_DISTANCE + 1;
  let nearest: string[] = [];
  for (const { alias, columns } of levels.flatMap(relationsOf)) {
    const penalty = qualifier === null ? 0 : distanceUpTo(qualifier, alias, MAX_DISTANCE + 1);
    if (penalty > best) continue;
    for (const column of columns) {
      const own = distanceUpTo(column.name, name, best + 1 - penalty);
      const distance = own + penalty;
      // Where more than half of the letters differ it is another name.
      if (own > name.length / 2 || distance > best) continue;
      if (distance < best) {
        best = distance;
        nearest = [];
      }
      nearest.push(`the column "${alias}.${column.name}"`);
      if (nearest.length <= 2) continue;
      best = distance - 1;
      nearest = [];
    }
  }
  return nearest.length === 0 ? {} : { hint: `Perhaps you meant to reference ${nearest.join(' or ')}.` };
}

/** Those of a level in the order of FROM; the alias of a join only repeats what is below it. */
function relationsOf({ relations, hidden }: NameLevel): readonly NamedRelation[] {
  return [...relations, ...hidden].filter(({ joined }) => !joined).toSorted((a, b) => a.slot - b.slot);
}

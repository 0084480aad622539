import type { Lifecycle, Visibility } from './api.entity';
import { foldCase, termOf, termsIn } from './api-terms';
import type { FacetName, ListApis } from './apis.schemas';
import type { Audience } from './audience';

/** What is sought. */
export interface Criteria {
  readonly q?: string | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly ownerId?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly specVersion?: string | undefined;
  readonly updatedAfter?: Date | undefined;
  readonly visibility?: Visibility | undefined;
}

/** Where a page ended: what it is sorted by, and the id. */
export interface Position {
  readonly key: string | Date;
  readonly id: string;
}

/** All that is shown of an API: not what it is searched by. */
const COLUMNS = [
  'id',
  'ownerId',
  'slug',
  'name',
  'description',
  'visibility',
  'lifecycle',
  'tags',
  'homepageUrl',
  'latestVersion',
  'specVersion',
  'deprecatedAt',
  'sunsetAt',
  'successorId',
  'pendingOwnerId',
  'pendingUntil',
  'listed',
  'createdAt',
  'updatedAt',
  'revision',
]
  .map((name) => `"${name}"`)
  .join(', ');

/** Facets are counted over so many APIs at most, those made last: it is a page that waits for them. */
export const MOST_COUNTED = 5_000;

/** So many APIs are looked at to tell whether those that are sought are frequent. */
const SAMPLE = 1_000;

/** So many values of a facet are told. */
const MOST_VALUES = 50;

/**
 * The SQL of one search. Who asks sees what is listed and what is his own. The two are searched apart, each in the order of
 * an index of its own, and are put together afterwards: under an OR no index would give the order.
 */
export class SearchStatement {
  readonly parameters: unknown[] = [];
  /** The conditions of each part. No API is in two of them. */
  private readonly branches: readonly string[];
  /** The same, parted in who asks and what is sought. */
  private readonly audiences: readonly string[];
  private readonly sought: string;

  /** @param usesTerms false to go without the index over the terms, which answers nothing else than the other conditions */
  constructor(audience: Audience, criteria: Criteria, usesTerms = true) {
    this.sought = this.conditionsOf(criteria, usesTerms).join(' AND ');
    this.audiences = this.audienceConditions(audience, criteria).map((own) => ['true', ...own].join(' AND '));
    this.branches = this.audiences.map((own) => `${own} AND ${this.sought}`);
  }

  page(sort: ListApis['sort'], after: Position | null, limit: number): string {
    const isDescending = sort.startsWith('-');
    const columns = columnsOf(sort);
    const order = orderOf(sort);
    const beyond = after ? [this.beyond(columns, after, isDescending)] : [];
    const [first = '', ...others] = this.branches.map((conditions) => {
      const where = [conditions, ...beyond].join(' AND ');
      return `SELECT ${COLUMNS} FROM "apis" WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;
    });
    if (others.length === 0) return first;
    const parts = [first, ...others].map((part) => `(${part})`).join(' UNION ALL ');
    return `SELECT * FROM (${parts}) AS "found" ORDER BY ${order} LIMIT ${limit}`;
  }

  /** How many there are, up to `limit`, among the next ones in the order, sought or not. For who has nothing of his own. */
  sample(sort: ListApis['sort'], after: Position | null, limit: number): string {
    const beyond = after ? [this.beyond(columnsOf(sort), after, sort.startsWith('-'))] : [];
    const where = [this.audiences[0], ...beyond].join(' AND ');
    return `SELECT count(*) AS "total" FROM (
      SELECT 1 FROM (SELECT * FROM "apis" WHERE ${where} ORDER BY ${orderOf(sort)} LIMIT ${SAMPLE}) AS "next"
      WHERE ${this.sought} LIMIT ${limit}
    ) AS "found"`;
  }

  count(): string {
    const counts = this.branches.map((where) => `(SELECT count(*) FROM "apis" WHERE ${where})`);
    return `SELECT ${counts.join(' + ')} AS "total"`;
  }

  facets(names: readonly FacetName[]): string {
    const parts = this.branches.map(
      (where) =>
        `(SELECT "id", "tags", "lifecycle", "specVersion" FROM "apis" WHERE ${where} ORDER BY "id" DESC LIMIT ${MOST_COUNTED})`,
    );
    const counted = names.map((name) => {
      const [value, from] =
        name === 'tag' ? ['"tag"', '"found", unnest("tags") AS "tag"'] : [`"${name}"`, '"found"'];
      return `(SELECT '${name}' AS "facet", ${value} AS "value", count(*) AS "count" FROM ${from}
        WHERE ${value} IS NOT NULL GROUP BY ${value} ORDER BY count(*) DESC, ${value} COLLATE "C" LIMIT ${MOST_VALUES})`;
    });
    return `WITH "found" AS MATERIALIZED (
      SELECT * FROM (${parts.join(' UNION ALL ')}) AS "all" ORDER BY "id" DESC LIMIT ${MOST_COUNTED}
    ) ${counted.join(' UNION ALL ')}`;
  }

  private audienceConditions({ userId, seesAll }: Audience, { visibility }: Criteria): string[][] {
    if (seesAll) return [[]];
    const listed = ['"listed" = true'];
    if (userId === null) return [listed];
    const own = [`"ownerId" = ${this.parameter(userId)}::uuid`, '"listed" = false'];
    // Nothing that is listed is private.
    return visibility === 'private' ? [own] : [listed, own];
  }

  private conditionsOf(criteria: Criteria, usesTerms: boolean): string[] {
    const { q, tag = [], ownerId, lifecycle, specVersion, updatedAfter, visibility } = criteria;
    const text = q === undefined ? undefined : foldCase(q);
    const terms = [
      ...(text === undefined ? [] : termsIn(text)),
      ...tag.map((one) => termOf('tag', one)),
      ...(lifecycle === undefined ? [] : [termOf('lifecycle', lifecycle)]),
      ...(specVersion === undefined ? [] : [termOf('specVersion', specVersion)]),
    ];
    return [
      'true',
      // Those that tell most for least come first: memory asks them in this order.
      ...(ownerId === undefined ? [] : [`"ownerId" = ${this.parameter(ownerId)}::uuid`]),
      ...(lifecycle === undefined ? [] : [`"lifecycle" = ${this.parameter(lifecycle)}`]),
      ...(specVersion === undefined ? [] : [`"specVersion" = ${this.parameter(specVersion)}`]),
      ...(updatedAfter === undefined ? [] : [`"updatedAt" > ${this.parameter(updatedAfter)}`]),
      ...(visibility === undefined ? [] : [`"visibility" = ${this.parameter(visibility)}`]),
      ...(text === undefined ? [] : [`"searchText" LIKE ${this.parameter(`%${escapeLike(text)}%`)}`]),
      ...(tag.length > 0 ? [`"tags" @> ${this.parameter(tag)}::varchar[]`] : []),
      ...(usesTerms && terms.length > 0 ? [`"terms" @> ${this.parameter(terms)}::integer[]`] : []),
    ];
  }

  /** What comes after a position: in a form whose first part an index can begin at. */
  private beyond(columns: readonly string[], { key, id }: Position, isDescending: boolean): string {
    const sign = isDescending ? '<' : '>';
    const [column, tie] = columns;
    const value = this.parameter(key);
    if (tie === undefined) return `"${column}" ${sign} ${value}`;
    return `"${column}" ${sign}= ${value} AND ("${column}" ${sign} ${value} OR "${tie}" ${sign} ${this.parameter(id)}::uuid)`;
  }

  private parameter(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }
}

/** What is sorted by. */
function columnsOf(sort: ListApis['sort']): readonly string[] {
  if (sort.endsWith('createdAt')) return ['id'];
  return sort.endsWith('slug') ? ['slug'] : ['updatedAt', 'id'];
}

function orderOf(sort: ListApis['sort']): string {
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  return columnsOf(sort)
    .map((column) => `"${column}" ${direction}`)
    .join(', ');
}

/** The characters of a pattern that stand for others, as themselves. */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}

import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { InvalidCursorError } from '../errors/input.errors';
import { decodeCursor, pageOf } from '../http/cursor';
import { User } from '../users/user.entity';
import { Api } from './api.entity';
import { type Criteria, type Position, SearchStatement } from './api-search-statement';
import { termsIn } from './api-terms';
import { type FacetName, type ListApis, positionSchemas } from './apis.schemas';
import type { Audience } from './audience';

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface ApiPage {
  readonly items: readonly Api[];
  readonly nextCursor: string | null;
  readonly total?: number;
  readonly facets?: Readonly<Partial<Record<FacetName, readonly FacetValue[]>>>;
}

/** Finds APIs: what is not there for who asks is in no page, no total and no facet. */
@Injectable()
export class ApiSearch {
  constructor(
    @InjectRepository(Api) private readonly apis: Repository<Api>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /** One page in a total order: the id breaks ties. @throws InvalidCursorError */
  async list(audience: Audience, query: ListApis): Promise<ApiPage> {
    const { limit, cursor, sort, includeTotal, facets, owner, ...filters } = query;
    const list = JSON.stringify([audience, sort, owner, filters]);
    const after = cursor === undefined ? null : positionOf(cursor, list, sort);
    const ownerId = owner === undefined ? undefined : await this.ownerIdOf(owner);
    if (ownerId === null) return emptyPage(query);
    const criteria: Criteria = { ...filters, ...(ownerId === undefined ? {} : { ownerId }) };
    const isFrequent =
      hasRelatedTerms(criteria) && (await this.isFrequent(audience, criteria, sort, after, limit + 1));
    const statement = new SearchStatement(audience, criteria, !isFrequent);
    const found = await this.page(statement, sort, after, limit + 1);
    return {
      ...pageOf(found, limit, list, (api) => positionAt(api, sort)),
      ...(includeTotal ? { total: await this.count(audience, criteria) } : {}),
      ...(facets ? { facets: await this.facets(audience, criteria, facets) } : {}),
    };
  }

  /**
   * Whether a page is full before long on the way through the order. The pieces of a word come together, which PostgreSQL does
   * not know: it takes what is frequent for rare, and sorts all of it for a page.
   */
  private async isFrequent(
    audience: Audience,
    criteria: Criteria,
    sort: ListApis['sort'],
    after: Position | null,
    limit: number,
  ): Promise<boolean> {
    // What is one's own is never much.
    const statement = new SearchStatement({ ...audience, userId: null }, criteria, false);
    return (await this.numberBy(statement.sample(sort, after, limit), statement)) >= limit;
  }

  private async page(
    statement: SearchStatement,
    sort: ListApis['sort'],
    after: Position | null,
    limit: number,
  ): Promise<Api[]> {
    const sql = statement.page(sort, after, limit);
    const rows = await this.apis.query<Api[]>(sql, [...statement.parameters]);
    return rows.map((row) => Object.assign(new Api(), row));
  }

  private async count(audience: Audience, criteria: Criteria): Promise<number> {
    const statement = new SearchStatement(audience, criteria);
    return this.numberBy(statement.count(), statement);
  }

  private async numberBy(sql: string, { parameters }: SearchStatement): Promise<number> {
    const [row] = await this.apis.query<{ total: string }[]>(sql, [...parameters]);
    return Number(row?.total ?? 0);
  }

  private async facets(
    audience: Audience,
    criteria: Criteria,
    names: readonly FacetName[],
  ): Promise<NonNullable<ApiPage['facets']>> {
    const statement = new SearchStatement(audience, criteria);
    const sql = statement.facets(names);
    const rows = await this.apis.query<{ facet: FacetName; value: string; count: string }[]>(sql, [
      ...statement.parameters,
    ]);
    return Object.fromEntries(
      names.map((name) => [
        name,
        rows
          .filter(({ facet }) => facet === name)
          .map(({ value, count }) => ({ value, count: Number(count) })),
      ]),
    );
  }

  private async ownerIdOf(handle: string): Promise<string | null> {
    return (await this.users.findOneBy({ handle }))?.id ?? null;
  }
}

/** Whether what is sought has pieces that come together. */
function hasRelatedTerms({ q }: Criteria): boolean {
  return q !== undefined && termsIn(q).length > 1;
}

function emptyPage({ includeTotal, facets }: ListApis): ApiPage {
  return {
    items: [],
    nextCursor: null,
    ...(includeTotal ? { total: 0 } : {}),
    ...(facets ? { facets: Object.fromEntries(facets.map((name) => [name, []])) } : {}),
  };
}

type SortKey = keyof typeof positionSchemas;

/** @throws InvalidCursorError */
function positionOf(cursor: string, list: string, sort: ListApis['sort']): Position {
  const { data } = positionSchemas[sort.replace('-', '') as SortKey].safeParse(decodeCursor(cursor, list));
  if (!data) throw new InvalidCursorError();
  return data;
}

function positionAt(api: Api, sort: ListApis['sort']): { key: string; id: string } {
  const { id, slug, updatedAt } = api;
  switch (sort.replace('-', '') as SortKey) {
    case 'createdAt':
      return { key: id, id };
    case 'updatedAt':
      return { key: updatedAt.toISOString(), id };
    case 'slug':
      return { key: slug, id };
  }
}

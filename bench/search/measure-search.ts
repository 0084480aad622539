import 'reflect-metadata';
import { DataSource, type Repository } from 'typeorm';
import { Api } from '../../src/apis/api.entity';
import { ApiSearch } from '../../src/apis/api-search.service';
import { ApiVersion } from '../../src/apis/api-version.entity';
import { type ListApis, listApisSchema } from '../../src/apis/apis.schemas';
import type { Audience } from '../../src/apis/audience';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { Users1764057600000 } from '../../src/migrations/1764057600000-users';
import { Apis1764058200000 } from '../../src/migrations/1764058200000-apis';
import { User } from '../../src/users/user.entity';
import { makeApi, owners, RARE_TAG, RARE_WORD } from './catalogue';

export interface Figures {
  readonly p50: number;
  readonly p99: number;
  /** PostgreSQL's plan of each statement, its nodes from the top; none in memory. */
  readonly plans: readonly string[];
}

export type Measurement = Readonly<Record<string, Figures>>;

const ROWS_A_CALL = 500;
const WARM_UP = 20;
const DEEP_PAGE = 500;

const EVERYBODY: Audience = { userId: null, seesAll: false };
const AN_OWNER: Audience = { userId: owners[7]?.id ?? '', seesAll: false };

/** What is asked for, by whom. */
const QUERIES: readonly (readonly [string, Record<string, string>, Audience])[] = [
  ['first page', {}, EVERYBODY],
  [`page ${DEEP_PAGE}`, {}, EVERYBODY],
  ['first page, signed in', {}, AN_OWNER],
  ['by slug', { sort: 'slug' }, EVERYBODY],
  ['latest change first', { sort: '-updatedAt' }, EVERYBODY],
  ['substring of many', { q: 'payment' }, EVERYBODY],
  [`substring of many, page ${DEEP_PAGE}`, { q: 'ment' }, EVERYBODY],
  ['substring of few', { q: RARE_WORD.slice(1, 6) }, EVERYBODY],
  ['substring of few, by change', { q: RARE_WORD.slice(1, 6), sort: '-updatedAt' }, EVERYBODY],
  ['substring of none, parts of many', { q: 'payment europe' }, EVERYBODY],
  ['two characters', { q: 'zz' }, EVERYBODY],
  ['tag of many', { tag: 'billing' }, EVERYBODY],
  ['tag of few', { tag: RARE_TAG }, EVERYBODY],
  ['tag, lifecycle and specVersion', { tag: 'web', lifecycle: 'retired', specVersion: '2.0' }, EVERYBODY],
  ['substring and tag, signed in', { q: 'invoice', tag: 'beta' }, AN_OWNER],
  ['with total', { includeTotal: 'true', q: 'payment' }, EVERYBODY],
  ['with facets', { facets: 'tag,lifecycle,specVersion' }, EVERYBODY],
];

/** Fills one store with so many APIs, and measures each query: one process for each store and size. */
async function main([store, rowsText, samplesText, url = '']: readonly string[]): Promise<void> {
  const entities = [User, Api, ApiVersion];
  const dataSource: DataSource =
    store === 'memory'
      ? new InMemoryDataSource({ entities, synchronize: true })
      : new DataSource({
          type: 'postgres',
          url,
          entities,
          migrations: [Users1764057600000, Apis1764058200000],
          migrationsRun: true,
        });
  await dataSource.initialize();
  await fill(dataSource, Number(rowsText));
  if (store !== 'memory') await dataSource.query('VACUUM ANALYZE apis');
  const search = new ApiSearch(dataSource.getRepository(Api), dataSource.getRepository(User));
  const measurement: Record<string, Figures> = {};
  for (const [name, parameters, audience] of QUERIES) {
    const query = await pageOf(search, name, parameters, audience);
    const run = (): Promise<unknown> => search.list(audience, query);
    const plans = store === 'memory' ? [] : await plansOf(dataSource, run);
    measurement[name] = { ...(await timesOf(run, Number(samplesText))), plans };
  }
  await dataSource.destroy();
  process.stdout.write(JSON.stringify(measurement));
}

async function fill(dataSource: DataSource, rows: number): Promise<void> {
  await dataSource.getRepository(User).insert([...owners]);
  for (let from = 0; from < rows; from += ROWS_A_CALL) {
    const apis = Array.from({ length: Math.min(ROWS_A_CALL, rows - from) }, (_, i) => makeApi(from + i));
    await dataSource.getRepository(Api).insert(apis);
  }
}

/** The query of the page that is asked for: it is walked to where it is a deep one. */
async function pageOf(
  search: ApiSearch,
  name: string,
  parameters: Record<string, string>,
  audience: Audience,
): Promise<ListApis> {
  const query = listApisSchema.parse(parameters);
  if (!name.endsWith(`page ${DEEP_PAGE}`)) return query;
  // Pages of 100 come there sooner, and a cursor does not tell how long the page was that it is of.
  let cursor: string | undefined;
  for (let seen = 0; seen < (DEEP_PAGE - 1) * query.limit; seen += 100) {
    const { nextCursor } = await search.list(audience, { ...query, limit: 100, cursor });
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return { ...query, cursor };
}

async function timesOf(run: () => Promise<unknown>, samples: number): Promise<Omit<Figures, 'plans'>> {
  for (let i = 0; i < WARM_UP; i += 1) await run();
  const times: number[] = [];
  for (let i = 0; i < samples; i += 1) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Of every statement that one search is made of. */
async function plansOf(dataSource: DataSource, search: () => Promise<unknown>): Promise<string[]> {
  const statements = await statementsOf(dataSource.getRepository(Api), search);
  const plans: string[] = [];
  for (const { sql, parameters } of statements) {
    const [row] = await dataSource.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
      `EXPLAIN (FORMAT JSON) ${sql}`,
      parameters,
    );
    plans.push((row?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => nodesOf(Plan)).join(' < '));
  }
  return plans;
}

interface Statement {
  readonly sql: string;
  readonly parameters: unknown[];
}

async function statementsOf(apis: Repository<Api>, search: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const query = apis.query.bind(apis);
  apis.query = (sql, parameters) => {
    statements.push({ sql: sql, parameters: parameters as unknown[] });
    return query(sql, parameters as unknown[]);
  };
  await search();
  apis.query = query;
  return statements;
}

function nodesOf(node: PlanNode): string[] {
  const name = [node['Node Type'], ...(node['Index Name'] ? [node['Index Name']] : [])].join(' ');
  return [name, ...(node.Plans ?? []).flatMap(nodesOf)];
}

void main(process.argv.slice(2));

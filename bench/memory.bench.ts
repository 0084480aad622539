import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import type { Measurement } from './memory/measure-store';
import type { StoreName } from './memory/stores';
import { median, writeResults } from './results';

/**
 * The in-memory store against better-sqlite3 `:memory:` and PGlite, both through TypeORM too, and against a plain
 * Map, in alternating rounds of one run; then ours and the Map as they grow.
 * Options by the environment: BENCH_ROUNDS (3), BENCH_MS (400, for each call), BENCH_ROWS (20000).
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const MILLISECONDS = Number(process.env['BENCH_MS'] ?? 400);
const ROWS = Number(process.env['BENCH_ROWS'] ?? 20_000);
const SIZES = [1_000, 10_000, 100_000, 1_000_000];

const ROOT = path.join(__dirname, '..', '..');
const STORE_NAMES: readonly StoreName[] = ['ballast', 'better-sqlite3', 'pglite', 'map'];
const SCRIPT = path.join(__dirname, 'memory', 'measure-store.js');

type Figure = keyof Measurement;
const CALLS = {
  fillRows: { label: 'first bulk insert, cold, rows/s', goal: 3 },
  bulkRows: { label: 'bulk insert, 500 a call, rows/s', goal: 3 },
  findByKey: { label: 'findOneBy, primary key', goal: 10 },
  findByEmail: { label: 'findOneBy, unique', goal: 10 },
  findPage: { label: 'find by index, order, take 20', goal: 10 },
  saveNew: { label: 'save, new', goal: 3 },
  insertOne: { label: 'insert, one', goal: 3 },
  updateByKey: { label: 'update by key', goal: 3 },
} satisfies Partial<Record<Figure, { label: string; goal: number }>>;
const CALL_NAMES = Object.keys(CALLS) as (keyof typeof CALLS)[];

function main(): void {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], {
    cwd: path.join(ROOT, 'bench', 'peers'),
    stdio: 'inherit',
  });
  const stores = measureInRounds(STORE_NAMES, (name) => measure(name, ROWS));
  const sizes = measureInRounds(SIZES, (rows) => measure('ballast', rows));
  const mapSizes = measureInRounds(SIZES, (rows) => measure('map', rows));
  printStores(stores);
  printSizes('ballast', sizes);
  printSizes('map', mapSizes);
  writeResults('memory', {
    rounds: ROUNDS,
    rows: ROWS,
    milliseconds: MILLISECONDS,
    stores: Object.fromEntries(stores),
    sizes: { ballast: Object.fromEntries(sizes), map: Object.fromEntries(mapSizes) },
  });
}

/** The median of each figure, over rounds in which every contender has its turn. */
function measureInRounds<K>(keys: readonly K[], run: (key: K) => Measurement): Map<K, Measurement> {
  const taken = new Map<K, Measurement[]>(keys.map((key) => [key, []]));
  for (let round = 0; round < ROUNDS; round += 1) for (const key of keys) taken.get(key)?.push(run(key));
  return new Map([...taken].map(([key, all]) => [key, medians(all)]));
}

function measure(name: StoreName, rows: number): Measurement {
  const output = execFileSync(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=8192', SCRIPT, name, String(rows), String(MILLISECONDS)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(output) as Measurement;
}

function medians(all: readonly Measurement[]): Measurement {
  const figures = Object.keys(all[0] ?? {}) as Figure[];
  return Object.fromEntries(
    figures.map((figure) => [figure, median(all.map((one) => one[figure]))]),
  ) as unknown as Measurement;
}

function printStores(stores: ReadonlyMap<StoreName, Measurement>): void {
  const of = (name: StoreName, figure: Figure): number => stores.get(name)?.[figure] ?? NaN;
  console.log(`\n${ROWS} rows, calls a second (medians of ${ROUNDS} rounds)`);
  console.table(
    Object.fromEntries(
      CALL_NAMES.map((figure) => [
        CALLS[figure].label,
        {
          ...Object.fromEntries(STORE_NAMES.map((name) => [name, Math.round(of(name, figure))])),
          'to sqlite': (of('ballast', figure) / of('better-sqlite3', figure)).toFixed(1),
          goal: CALLS[figure].goal,
          'to PGlite': (of('ballast', figure) / of('pglite', figure)).toFixed(1),
          'to Map': (of('ballast', figure) / of('map', figure)).toFixed(2),
        },
      ]),
    ),
  );
  console.log(
    `boot: ${STORE_NAMES.map((name) => `${name} ${of(name, 'bootMs').toFixed(0)} ms`).join(', ')}; ` +
      `bytes a row: ballast ${of('ballast', 'bytesPerRow').toFixed(0)}, map ${of('map', 'bytesPerRow').toFixed(0)} ` +
      `(${(of('ballast', 'bytesPerRow') / of('map', 'bytesPerRow')).toFixed(2)}, goal at most 2)`,
  );
}

function printSizes(name: StoreName, sizes: ReadonlyMap<number, Measurement>): void {
  const [smallest, largest] = [SIZES[0] ?? NaN, SIZES.at(-1) ?? NaN];
  const of = (rows: number, figure: Figure): number => sizes.get(rows)?.[figure] ?? NaN;
  console.log(`\n${name} as it grows, calls a second; growth: time at the largest to time at the smallest`);
  console.table(
    Object.fromEntries(
      CALL_NAMES.map((figure) => [
        CALLS[figure].label,
        {
          ...Object.fromEntries(SIZES.map((rows) => [rows, Math.round(of(rows, figure))])),
          growth: (of(smallest, figure) / of(largest, figure)).toFixed(2),
        },
      ]),
    ),
  );
}

main();

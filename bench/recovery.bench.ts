import 'reflect-metadata';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { measureBoot } from './recovery/measure-boot';
import { measureDisk } from './recovery/measure-disk';
import { type InsertFigures, measureInserts } from './recovery/measure-inserts';
import { measurePromotion } from './recovery/measure-promotion';
import { median, writeResults } from './results';

/**
 * What the journal costs, beside the same store without one in alternating rounds of one run; and how long it takes to
 * be back. Options by the environment: BENCH_ROUNDS (5), BENCH_MS (1000, for each figure), BENCH_ROWS (1000000),
 * BENCH_TRANSACTIONS (100000), BENCH_FOLDER (of the system's temporary files; on the disk that is to be measured).
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const MILLISECONDS = Number(process.env['BENCH_MS'] ?? 1000);
const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const TRANSACTIONS = Number(process.env['BENCH_TRANSACTIONS'] ?? 100_000);
/** Of the transactions so many are refused by PostgreSQL, spread evenly. */
const CONFLICTS = 100;
const FOLDER = process.env['BENCH_FOLDER'] ?? os.tmpdir();

/** The last is no store: synced writes alone, of as many records at a time as there are callers. */
const MODES = ['none', 'always', 'interval', 'never', 'disk alone'] as const;
const IN_FLIGHT = [1, 32] as const;
/** Of single inserts, 32 in flight, with every commit synced. */
const GOAL = 0.5;

async function main(): Promise<void> {
  const inserts = await compareInserts();
  console.log(
    `\nsingle inserts a second (medians of ${ROUNDS} rounds); goal: always, 32 in flight, >= ${GOAL} of none`,
  );
  console.table(inserts);
  reportBound(inserts);
  const boot = await inFolder((directory) => measureBoot(directory, ROWS));
  console.log(`\na snapshot of ${ROWS} rows`);
  console.table(boot);
  const promotion = [
    await inFolder((directory) => measurePromotion(directory, TRANSACTIONS, 0)),
    await inFolder((directory) => measurePromotion(directory, TRANSACTIONS, CONFLICTS)),
  ];
  console.log(`\njournaled single inserts replayed into PostgreSQL`);
  console.table(promotion);
  writeResults('recovery', {
    rounds: ROUNDS,
    milliseconds: MILLISECONDS,
    rows: ROWS,
    inserts,
    boot,
    promotion,
  });
}

/**
 * A frame is written when the inserts in it have been made, and they are acknowledged when it has been: with as many
 * callers as a frame has records, the store and the disk work one after the other.
 */
function reportBound(inserts: Record<string, Figures>): void {
  const [last] = IN_FLIGHT.slice(-1);
  const rateOf = (mode: (typeof MODES)[number]): number => Number(inserts[mode]?.[`${last} in flight`]);
  const bound = 1 / (1 / rateOf('none') + 1 / rateOf('disk alone'));
  console.log(
    `the store and the disk, one after the other, allow ${Math.round(bound)} a second with ${last} in flight ` +
      `(${(bound / rateOf('none')).toFixed(2)} of none); always reaches ${(rateOf('always') / bound).toFixed(2)} of that`,
  );
}

type Figures = Record<string, number | string>;

async function compareInserts(): Promise<Record<string, Figures>> {
  const taken = new Map<string, InsertFigures[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const inFlight of IN_FLIGHT) {
      for (const mode of MODES) {
        const figures = await inFolder((directory) => measure(mode, directory, inFlight));
        const key = `${mode} ${inFlight}`;
        taken.set(key, [...(taken.get(key) ?? []), figures]);
      }
    }
  }
  const of = (mode: string, inFlight: number, figure: keyof InsertFigures): number =>
    median((taken.get(`${mode} ${inFlight}`) ?? []).map((figures) => figures[figure]));
  return Object.fromEntries(
    MODES.map((mode) => [
      mode,
      Object.fromEntries(
        IN_FLIGHT.flatMap((inFlight) => [
          [`${inFlight} in flight`, Math.round(of(mode, inFlight, 'perSecond'))],
          [
            `${inFlight} to none`,
            (of(mode, inFlight, 'perSecond') / of('none', inFlight, 'perSecond')).toFixed(2),
          ],
          [`${inFlight}: µs of processor`, of(mode, inFlight, 'processorMicros').toFixed(1)],
        ]),
      ),
    ]),
  );
}

function measure(mode: (typeof MODES)[number], directory: string, inFlight: number): Promise<InsertFigures> {
  if (mode === 'disk alone') return measureDisk(directory, inFlight, MILLISECONDS);
  return measureInserts(mode === 'none' ? null : { directory, sync: mode }, inFlight, MILLISECONDS);
}

async function inFolder<T>(run: (directory: string) => Promise<T>): Promise<T> {
  const directory = fs.mkdtempSync(path.join(FOLDER, 'ballast-bench-'));
  try {
    return await run(directory);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

void main();

import 'reflect-metadata';
import { cityOf, makePerson } from '../person.entity';
import { type Store, type StoreName, STORES } from './stores';

/** Calls a second, except where the name says otherwise. */
export interface Measurement {
  readonly bootMs: number;
  readonly bytesPerRow: number;
  /** Rows a second, from an empty store in a process that has just started. */
  readonly fillRows: number;
  /** Rows a second, warm. */
  readonly bulkRows: number;
  readonly findByKey: number;
  readonly findByEmail: number;
  readonly findPage: number;
  readonly saveNew: number;
  readonly insertOne: number;
  readonly updateByKey: number;
}

const ROWS_A_CALL = 500;

/** Fills one store with rows and measures each call for a while: one process for each store and round. */
async function main([name, rowsText, msText]: readonly string[]): Promise<void> {
  const rows = Number(rowsText);
  const milliseconds = Number(msText);
  const began = performance.now();
  const store = await STORES[name as StoreName]();
  const bootMs = performance.now() - began;
  const empty = usedBytes();
  const fillRows = await fill(store, rows);
  const bytesPerRow = (usedBytes() - empty) / rows;
  const rate = (call: (n: number) => Promise<unknown>): Promise<number> => callsPerSecond(call, milliseconds);
  const anyOf = pseudoRandom();
  const findByKey = await rate(() => store.findByKey(1 + anyOf(rows)));
  const findByEmail = await rate(() => store.findByEmail(makePerson(anyOf(rows)).email));
  const findPage = await rate(() => store.findPage(cityOf(anyOf(rows))));
  const updateByKey = await rate((n) => store.updateByKey(1 + anyOf(rows), n % 90));
  let next = rows;
  const insertOne = await rate(() => store.insertOne(makePerson(next++)));
  const saveNew = await rate(() => store.saveNew(makePerson(next++)));
  const bulkCalls = await rate(() =>
    store.insertMany(Array.from({ length: ROWS_A_CALL }, () => makePerson(next++))),
  );
  const measurement: Measurement = {
    bootMs,
    bytesPerRow,
    fillRows,
    bulkRows: bulkCalls * ROWS_A_CALL,
    findByKey,
    findByEmail,
    findPage,
    saveNew,
    insertOne,
    updateByKey,
  };
  process.stdout.write(JSON.stringify(measurement));
}

/** @returns rows a second */
async function fill(store: Store, rows: number): Promise<number> {
  let spent = 0;
  for (let from = 0; from < rows; from += ROWS_A_CALL) {
    const people = Array.from({ length: Math.min(ROWS_A_CALL, rows - from) }, (_, i) => makePerson(from + i));
    const began = performance.now();
    await store.insertMany(people);
    spent += performance.now() - began;
  }
  const found = await store.findByKey(rows);
  if (found?.email !== makePerson(rows - 1).email) throw new Error('the last row is not there');
  return (rows / spent) * 1000;
}

/** Warms a call up for a third of the time, then counts. */
async function callsPerSecond(call: (n: number) => Promise<unknown>, milliseconds: number): Promise<number> {
  let n = 0;
  let clockEvery = 1;
  const run = async (limit: number): Promise<number> => {
    const first = n;
    const began = performance.now();
    for (;;) {
      await call(n);
      n += 1;
      if (n % clockEvery > 0) continue;
      const spent = performance.now() - began;
      if (spent >= limit) return ((n - first) / spent) * 1000;
    }
  };
  const warm = await run(milliseconds / 3);
  // Looking at the clock costs as much as the fastest calls.
  clockEvery = Math.ceil(warm / 10_000);
  return run(milliseconds);
}

/** Whole numbers below a bound, the same ones in every process. */
function pseudoRandom(): (bound: number) => number {
  let state = 1;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % bound;
  };
}

function usedBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

void main(process.argv.slice(2));

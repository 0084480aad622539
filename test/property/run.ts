import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { play, type Counts, type Difference } from './compare';
import type { RunSettings } from './run-settings';
import type { Sequence } from './schedule';
import { sequence } from './sequence';
import type { PropertyStore } from './store';

/** A deep run ends after as many: what is wrong shows in the first of them. */
const MAX_DIFFERENCES = 10;
const PROGRESS_EVERY = 250;
/** A difference counts when it shows this often in a row: sessions of PostgreSQL may race where nothing settles it. */
const ATTEMPTS = 3;

/** Counts what was played. */
export class Tally {
  sequences = 0;
  operations = 0;
  waits = 0;
  deadlocks = 0;
  /** Sequences that ended at a question that PostgreSQL leaves open. */
  open = 0;
  /** Sequences whose difference did not show again. */
  raced = 0;
  readonly differences: string[] = [];
  private readonly startedAt = performance.now();

  constructor(private readonly seed: number) {}

  add({ operations, waits, deadlocks }: Counts): void {
    this.sequences += 1;
    this.operations += operations;
    this.waits += waits;
    this.deadlocks += deadlocks;
  }

  toString(): string {
    const seconds = (performance.now() - this.startedAt) / 1000;
    return [
      `${this.sequences} sequences`,
      `${this.operations} operations`,
      `${this.waits} waits`,
      `${this.deadlocks} deadlocks`,
      `${this.differences.length} differences`,
      `${this.open} left open`,
      `${this.raced} raced`,
      `seed ${this.seed}`,
      `${seconds.toFixed(1)} s`,
    ].join(', ');
  }
}

class StoresDiffer extends Error {
  constructor(readonly difference: Difference) {
    super('the stores differ');
  }
}

/** Plays as many sequences as the settings say. A difference is shrunk; a deep run then goes on with the next seed. */
export async function run(stores: readonly PropertyStore[], settings: RunSettings): Promise<Tally> {
  const { sequences, deep, timeLimitMs } = settings;
  const tally = new Tally(settings.seed);
  const deadline = performance.now() + timeLimitMs;
  let { seed, path } = settings;
  let broken: unknown = null;
  while (tally.sequences < sequences) {
    let shrinking = false;
    const property = fc.asyncProperty(sequence, async (given) => {
      // Where a store is in no state to go on there is nothing to shrink with.
      if (broken) throw broken;
      // fast-check would leave the sequence that is being played to itself, with stores that are closed under it.
      if (!shrinking && performance.now() > deadline) return;
      try {
        const difference = await differenceIn(stores, given, shrinking ? null : tally);
        if (!shrinking && deep && tally.sequences % PROGRESS_EVERY === 0) print(String(tally));
        if (difference) throw new StoresDiffer(difference);
      } catch (error) {
        shrinking = true;
        if (!(error instanceof StoresDiffer)) {
          broken = error;
          tally.differences.push(describe(given, error, seed, null));
        }
        throw error;
      }
    });
    const result = await fc.check(property, {
      seed,
      path,
      numRuns: sequences - tally.sequences,
    });
    if (broken || !result.failed) break;
    const [given] = result.counterexample ?? [];
    const text = describe(given, result.errorInstance, seed, result.counterexamplePath);
    tally.differences.push(text);
    if (deep) print(text);
    if (!deep || path !== undefined || tally.differences.length >= MAX_DIFFERENCES) break;
    seed = (seed + 1) | 0;
    path = undefined;
  }
  return tally;
}

export function print(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function differenceIn(
  stores: readonly PropertyStore[],
  given: Sequence,
  tally: Tally | null,
): Promise<Difference | null> {
  for (let attempt = 1; ; attempt += 1) {
    const verdict = await play(stores, given, attempt > 1);
    if (attempt === 1) tally?.add(verdict);
    if (verdict.kind === 'different') {
      if (attempt === ATTEMPTS) return verdict.difference;
      continue;
    }
    if (tally && verdict.kind === 'open') tally.open += 1;
    else if (tally && attempt > 1) tally.raced += 1;
    return null;
  }
}

function describe(given: Sequence | undefined, error: unknown, seed: number, path: string | null): string {
  const steps = (given?.steps ?? []).map(
    ({ session, operation }, i) => `  ${i + 1}. [${session}] ${operation.name} ${show(operation.args)}`,
  );
  return [
    `A difference: PROPERTY_SEED=${seed} PROPERTY_PATH=${path}`,
    given?.populated ? '  on the standard population' : '  on empty tables',
    ...steps,
    ...outcomeOf(error),
  ].join('\n');
}

function outcomeOf(error: unknown): string[] {
  if (!(error instanceof StoresDiffer)) return [`  ${show(error)}`];
  const { step, where, store, postgres, other } = error.difference;
  return [`  at step ${step}${where}`, `  PostgreSQL: ${show(postgres)}`, `  ${store}: ${show(other)}`];
}

function show(value: unknown): string {
  return inspect(value, { depth: null, breakLength: 140, maxArrayLength: null, maxStringLength: null });
}

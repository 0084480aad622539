import type { QueryRunner } from 'typeorm';
import type { TransactionRecord } from '../journal/transaction-record';
import { quoted } from './replayed-table';

/** Beyond so many values a sequence is set instead of being drawn from. */
const MOST_DRAWN = 1_000_000;

interface SequenceState {
  /** As SQL names it. */
  readonly name: string;
  /** The last value that is to be given out, as far as the sequence goes. */
  readonly goal: bigint;
  /** How many values it has to give for that. */
  readonly behind: number;
}

/**
 * Moves the sequences past what was given out in memory. They are drawn from, not set: other sessions may be drawing at
 * this moment, and setting could take a sequence back. Like every drawing it stays when the transaction is rolled back.
 */
export async function advanceSequences(
  runner: QueryRunner,
  records: readonly TransactionRecord[],
): Promise<void> {
  for (const [name, target] of targetsOf(records)) {
    const state = await stateOf(runner, name, target);
    if (!state || state.behind <= 0) continue;
    if (state.behind <= MOST_DRAWN) {
      await runner.query('SELECT max(nextval($1::regclass)) FROM generate_series(1, $2)', [
        state.name,
        state.behind,
      ]);
    } else {
      await runner.query('SELECT setval($1::regclass, $2)', [state.name, state.goal.toString()]);
    }
  }
}

/** Where a sequence is to be: a value that has been given out, or the one that is next. */
interface Target {
  readonly value: string;
  readonly isGiven: boolean;
}

/** The last of several records that moved a sequence stands for all. */
function targetsOf(records: readonly TransactionRecord[]): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  for (const { sequences = {}, nextValues = {} } of records) {
    for (const [name, value] of Object.entries(sequences)) targets.set(name, { value, isGiven: true });
    for (const [name, value] of Object.entries(nextValues)) targets.set(name, { value, isGiven: false });
  }
  return targets;
}

/** Null when PostgreSQL has no such sequence. */
async function stateOf(
  runner: QueryRunner,
  name: string,
  { value, isGiven }: Target,
): Promise<SequenceState | null> {
  const sqlName = sequenceName(name);
  const [found] = (await runner.query(
    `SELECT seqincrement::text AS increment, CASE WHEN seqincrement > 0 THEN seqmax ELSE seqmin END::text AS bound
     FROM pg_sequence WHERE seqrelid = to_regclass($1)`,
    [sqlName],
  )) as { increment: string; bound: string }[];
  if (!found) return null;
  const [state] = (await runner.query(
    `SELECT last_value::text AS last, is_called AS "isCalled" FROM ${sqlName}`,
  )) as { last: string; isCalled: boolean }[];
  if (!state) return null;
  const increment = BigInt(found.increment);
  const given = BigInt(state.last) - (state.isCalled ? 0n : increment);
  const wanted = BigInt(value) - (isGiven ? 0n : increment);
  const bound = BigInt(found.bound);
  const goal = (wanted - bound) * increment > 0n ? bound : wanted;
  return { name: sqlName, goal, behind: Number((goal - given) / increment) };
}

/** The journal says "schema.name"; where the schema is the usual one, the search path decides as it does for tables. */
function sequenceName(name: string): string {
  const dot = name.indexOf('.');
  const [schema, bare] = [name.slice(0, dot), name.slice(dot + 1)];
  return schema === 'public' ? quoted(bare) : `${quoted(schema)}.${quoted(bare)}`;
}

import { canonical, canonicalFailure } from './canonical';
import { materialize, type Operation } from './operation';
import type { Sequence } from './schedule';
import { handlers } from './sequence';
import type { PropertyStore } from './store';

/** How a call of a session ended, and at which step that showed. */
interface Ending {
  readonly session: number;
  readonly result: unknown;
}

/** The sessions of one store, each with at most one call that has not ended. */
class Play {
  readonly running = new Map<number, Operation>();
  private ended: Ending[] = [];

  constructor(readonly store: PropertyStore) {}

  start(session: number, operation: Operation): void {
    const on = this.store.sessions[session];
    if (!on) throw new Error(`there is no session ${session}`);
    this.running.set(session, operation);
    const end = (result: unknown): void => {
      this.running.delete(session);
      this.ended.push({ session, result });
    };
    const { name, args, ordered = false } = operation;
    const call = async (): Promise<unknown> => handlers[name]?.(on, ...(materialize(args) as never[]));
    call().then(
      (value) => end(canonical(value, ordered)),
      (error: unknown) => end(canonicalFailure(error)),
    );
  }

  /** What has ended since it was asked last, once nothing moves any more. */
  async settle(): Promise<Ending[]> {
    await this.store.quiet(this.running);
    return this.ended.splice(0).toSorted((a, b) => a.session - b.session);
  }

  /** As the server has it: what TypeORM believes is not always so. */
  statusOf(session: number): string {
    return this.running.has(session) ? 'busy' : (this.store.sessions[session]?.status() ?? 'I');
  }

  /** A session at rest whose transaction is open. */
  idle(): number | undefined {
    const at = this.store.sessions.findIndex((_, i) => ['T', 'E'].includes(this.statusOf(i)));
    return at < 0 ? undefined : at;
  }

  /** Ends every transaction, whatever it takes. */
  async abandon(): Promise<void> {
    for (let round = 0; round < 10; round += 1) {
      await this.settle();
      const next = this.idle();
      if (next === undefined && this.running.size === 0) return;
      if (next !== undefined) this.start(next, ROLLBACK);
    }
    throw new Error(`${this.store.title}: a session could not be ended`);
  }
}

const COMMIT: Operation = { name: 'query', args: ['COMMIT'] };
const ROLLBACK: Operation = { name: 'query', args: ['ROLLBACK'] };

/**
 * What came of a sequence: the same everywhere, a difference, or a question that PostgreSQL leaves open, where the
 * sequence ends. These are:
 *
 * - which session of a deadlock is its victim;
 * - whether a SERIALIZABLE transaction is refused (40001) where a conflict could not be ruled out;
 * - which of several sessions that waited comes first once they may go on.
 */
export type Verdict =
  | ({ readonly kind: 'alike' } & Counts)
  | ({ readonly kind: 'open' } & Counts)
  | ({ readonly kind: 'different'; readonly difference: Difference } & Counts);

export interface Counts {
  readonly operations: number;
  /** Operations that had to wait for a lock. */
  readonly waits: number;
  readonly deadlocks: number;
}

/** The first part of what a step ended with in which a store differs from PostgreSQL. */
export interface Difference {
  readonly step: number;
  readonly store: string;
  readonly where: string;
  readonly postgres: unknown;
  readonly other: unknown;
}

/**
 * Plays a sequence on all stores, step by step, and compares with the first after each.
 *
 * @param afresh in new files: a server puts rows where deleted ones were, and finds them in that order
 */
export async function play(
  stores: readonly PropertyStore[],
  sequence: Sequence,
  afresh: boolean,
): Promise<Verdict> {
  await Promise.all(stores.map((store) => store.reset(sequence.populated, afresh)));
  const plays = stores.map((store) => new Play(store));
  const verdict = await steps(plays, sequence);
  if (verdict.kind !== 'alike') {
    await Promise.all(plays.map((one) => one.abandon()));
    return verdict;
  }
  const contents = await Promise.all(stores.map((store) => store.contents()));
  const different = firstDifferent(contents);
  if (different < 0) return verdict;
  const difference = differenceOf(contents[0], contents[different], 'contents');
  return {
    ...verdict,
    kind: 'different',
    difference: { step: sequence.steps.length + 1, store: stores[different]?.title ?? '', ...difference },
  };
}

async function steps(plays: readonly Play[], { steps }: Sequence): Promise<Verdict> {
  const [first] = plays;
  if (!first) throw new Error('nothing to compare');
  const serializable = new Set<number>();
  let operations = 0;
  let waits = 0;
  let deadlocks = 0;
  const act = async (step: number, session: number, operation: Operation): Promise<Verdict | null> => {
    operations += 1;
    const { name, args } = operation;
    if (name === 'begin' && args[0] === 'SERIALIZABLE') serializable.add(session);
    else if (name === 'begin' && first.statusOf(session) === 'I') serializable.delete(session);
    const waiters = first.running.size;
    for (const one of plays) one.start(session, operation);
    const endings = await Promise.all(plays.map((one) => one.settle()));
    const states = endings.map((ended, i) => ({
      ended,
      status: plays[i]?.store.sessions.map((_, at) => plays[i]?.statusOf(at)),
    }));
    if (first.running.has(session)) waits += 1;
    if (endings[0]?.some(({ result }) => codeOf(result) === '40P01')) deadlocks += 1;
    const different = firstDifferent(states);
    if (different < 0) return null;
    if (waiters > 1 || isOpenQuestion(endings[0] ?? [], endings[different] ?? [], serializable))
      return { kind: 'open', operations, waits, deadlocks };
    const difference = differenceOf(states[0], states[different], '');
    const store = plays[different]?.store.title ?? '';
    return {
      kind: 'different',
      operations,
      waits,
      deadlocks,
      difference: { step, store, ...difference },
    };
  };
  for (const [i, { session, operation }] of steps.entries()) {
    // A session that waits has nothing more to say.
    if (first.running.has(session)) continue;
    const verdict = await act(i + 1, session, operation);
    if (verdict) return verdict;
  }
  for (let round = 0; round < 20; round += 1) {
    const open = first.idle();
    if (open === undefined) break;
    const verdict = await act(steps.length + 1, open, COMMIT);
    if (verdict) return verdict;
  }
  if (first.running.size > 0) throw new Error('a call has not ended although no transaction is open');
  return { kind: 'alike', operations, waits, deadlocks };
}

function isOpenQuestion(
  a: readonly Ending[],
  b: readonly Ending[],
  serializable: ReadonlySet<number>,
): boolean {
  const codes = (endings: readonly Ending[], code: string): number[] =>
    endings.filter(({ result }) => codeOf(result) === code).map(({ session }) => session);
  if (codes(a, '40P01').length > 0 && codes(b, '40P01').length > 0) return true;
  return [...codes(a, '40001'), ...codes(b, '40001')].some((session) => serializable.has(session));
}

function codeOf(result: unknown): string | undefined {
  return (result as { code?: string } | null)?.code;
}

function firstDifferent(values: readonly unknown[]): number {
  const [first, ...others] = values.map((value) => JSON.stringify(value));
  const at = others.findIndex((other) => other !== first);
  return at < 0 ? -1 : at + 1;
}

/** Goes down to the first part that is not the same. */
function differenceOf(
  postgres: unknown,
  other: unknown,
  where: string,
): Pick<Difference, 'where' | 'postgres' | 'other'> {
  const [one, two] = [childrenOf(postgres), childrenOf(other)];
  if (one && two) {
    const parts = [...new Set([...Object.keys(one), ...Object.keys(two)])].filter(
      (part) => JSON.stringify(one[part]) !== JSON.stringify(two[part]),
    );
    const [part] = parts;
    const isFailure = 'failure' in one || 'failure' in two;
    if (part !== undefined && parts.length === 1 && !isFailure)
      return differenceOf(one[part], two[part], `${where}/${part}`);
  }
  return { where, postgres, other };
}

function childrenOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

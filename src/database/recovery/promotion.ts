import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { databaseChannels, type PromotionEvent } from '../channels';
import type { Journal } from '../journal/journal';
import { Replay, type ReplayCounts } from './replay';
import type { WriteGate } from './write-gate';

/** So few transactions may be left for the moment in which writes wait. */
const FEW = 100;
/** Where writes come faster than they are replayed, waiting for few would never end. */
const MOST_ROUNDS = 20;
/** While writes wait, the replay has to come on within this. */
const LONGEST_STALL_MS = 2_000;

export interface PromotionRequest {
  readonly journal: Journal;
  /** PostgreSQL, connected and migrated. */
  readonly dataSource: DataSource;
  readonly gate: WriteGate;
  /** How long the writes that are under way may take once no other begins; their commits are then refused. */
  readonly waitMs: number;
  /** Lets PostgreSQL serve: everything that was acknowledged is in it, or in its quarantine. */
  readonly takeOver: () => void;
}

/** What was carried over, and up to where: the journal is not needed for that any more. */
export interface Promoted extends ReplayCounts {
  readonly lastTransaction: number;
  /** How many transactions PostgreSQL has had of the journal that are not in it any more. */
  readonly missing: number;
}

/** PostgreSQL answers, and does not take what is to be repeated: somebody may hold a lock there. */
export class ReplayStalledError extends Error {
  constructor() {
    super('PostgreSQL keeps what is carried over to it waiting, and writes were not to wait for longer');
    this.name = 'ReplayStalledError';
  }
}

/**
 * Carries what memory has acknowledged over to PostgreSQL, and then lets it serve. Reads go on all the while; writes
 * wait for the last few transactions. When it fails everything is as before, and it can be tried again.
 *
 * @throws what the server fails with
 */
export async function promote(request: PromotionRequest): Promise<Promoted> {
  const { journal, dataSource, gate, waitMs, takeOver } = request;
  const replay = await Replay.open(dataSource, journal);
  // Once in any case: few transactions may be large ones.
  let rounds = 0;
  do {
    await told('replay', replay, () => replay.run());
    rounds += 1;
  } while (rounds < MOST_ROUNDS && journal.lastId - replay.lastTransaction > FEW);
  const wasSealed = journal.isSealed;
  const letGo = gate.hold();
  try {
    await Promise.race([gate.idle(), pause(waitMs, undefined, { ref: false })]);
    await journal.seal();
    await told('last-writes', replay, () => withoutStall(replay));
    takeOver();
  } catch (error) {
    // Where PostgreSQL has taken over before, nothing is to be written here any more.
    if (!wasSealed) journal.unseal();
    throw error;
  } finally {
    letGo();
  }
  const { counts, lastTransaction, missing } = replay;
  return { ...counts, lastTransaction, missing };
}

/** Tells what a step has carried over, and how long it took. */
async function told(step: PromotionEvent['step'], replay: Replay, run: () => Promise<void>): Promise<void> {
  const before = replay.counts;
  const began = performance.now();
  await run();
  const { replayed, quarantined } = replay.counts;
  databaseChannels.promotion.publish({
    step,
    replayed: replayed - before.replayed,
    quarantined: quarantined - before.quarantined,
    seconds: (performance.now() - began) / 1_000,
  });
}

/** Replays the last transactions. @throws ReplayStalledError when nothing has come of it for too long */
async function withoutStall(replay: Replay): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let last = replay.lastTransaction;
  const stall = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (replay.lastTransaction === last) reject(new ReplayStalledError());
      last = replay.lastTransaction;
    }, LONGEST_STALL_MS);
  });
  try {
    await Promise.race([replay.run(), stall]);
  } finally {
    clearInterval(timer);
  }
}

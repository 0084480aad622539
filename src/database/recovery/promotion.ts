import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Journal } from '../journal/journal';
import { Replay, type ReplayCounts } from './replay';
import type { WriteGate } from './write-gate';

/** So few transactions may be left for the moment in which writes wait. */
const FEW = 100;
/** Where writes come faster than they are replayed, waiting for few would never end. */
const MOST_ROUNDS = 20;

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
  for (let round = 0; round < MOST_ROUNDS && journal.lastId - replay.lastTransaction > FEW; round += 1)
    await replay.run();
  const letGo = gate.hold();
  try {
    await Promise.race([gate.idle(), pause(waitMs, undefined, { ref: false })]);
    await journal.seal();
    await replay.run();
    takeOver();
  } catch (error) {
    journal.unseal();
    throw error;
  } finally {
    letGo();
  }
  return { ...replay.counts, lastTransaction: replay.lastTransaction };
}

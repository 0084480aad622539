import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { DatabaseManager, Transactional } from '../database';
import { ShutdownDeadline } from '../http/shutdown-deadline';
import { EventLog } from '../logging/event-log';
import { serviceChannels } from '../metrics/service-channels';
import { PURGES, type Purge } from './purges';

/** So many rows go in one transaction, so that nobody waits long for a lock of it. */
const BATCH = 500;

/** Of the advisory lock that who purges holds, arbitrary. */
const LOCK_KEY = '7164285530917';

/** Deletes from time to time what nobody needs any more: in batches, of which one instance at a time does one. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly log = new EventLog('Housekeeping');
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isEnding = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectEntityManager() private readonly manager: EntityManager,
    private readonly database: DatabaseManager,
    private readonly deadline: ShutdownDeadline,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.tidy().finally(() => (this.running = null));
    }, this.config.housekeepingIntervalMs).unref();
  }

  onModuleDestroy(): void {
    this.isEnding = true;
    if (this.timer) clearInterval(this.timer);
  }

  /** Lets the batch under way come to its end, in the time that requests have left. */
  async onApplicationShutdown(): Promise<void> {
    if (this.running) await this.deadline.wait(this.running);
  }

  /**
   * Deletes what is due.
   *
   * @returns how many rows of each table; fewer than are due where another instance is at it
   */
  async purge(): Promise<Readonly<Record<string, number>>> {
    const deleted: Record<string, number> = {};
    for (const purge of PURGES) {
      for (let count = BATCH; count === BATCH && !this.isEnding;) {
        // oxlint-disable-next-line no-await-in-loop -- one batch after another
        count = await this.purgeBatch(purge);
        deleted[purge.table] = (deleted[purge.table] ?? 0) + count;
        serviceChannels.purged.publish({ table: purge.table, rows: count });
      }
    }
    return deleted;
  }

  /** Nobody waits for it, and what was not deleted is still due the next time. */
  private async tidy(): Promise<void> {
    const { status } = this.database.state;
    if (status !== 'healthy' && status !== 'degraded') return;
    try {
      const rows = await this.purge();
      if (Object.values(rows).some((count) => count > 0))
        this.log.info({ event: 'housekeeping.purged', rows });
    } catch (error) {
      this.log.warn({ event: 'housekeeping.failed', error });
    }
  }

  private async purgeBatch(purge: Purge): Promise<number> {
    const leave = await this.database.admitWrite();
    try {
      return await this.deleteBatch(purge);
    } finally {
      leave();
    }
  }

  @Transactional()
  private async deleteBatch({ table, key, keepMs }: Purge): Promise<number> {
    const [row] = await this.manager.query<{ locked: boolean }[]>(
      'SELECT pg_try_advisory_xact_lock($1::bigint) AS "locked"',
      [LOCK_KEY],
    );
    if (row?.locked !== true) return 0;
    const [, count] = await this.manager.query<[unknown, number]>(
      `DELETE FROM "${table}" WHERE "${key}" IN (
        SELECT "${key}" FROM "${table}" WHERE "expiresAt" <= $1 ORDER BY "expiresAt" LIMIT ${BATCH}
      ) AND "expiresAt" <= $1`,
      [new Date(Date.now() - keepMs)],
    );
    return count;
  }
}

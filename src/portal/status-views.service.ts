import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { Injectable } from '@nestjs/common';
import { DatabaseStatusService } from '../admin/database-status.service';
import { QuarantineService } from '../admin/quarantine.service';
import { DatabaseManager, DatabaseUnavailableError, databaseErrorOf } from '../database';
import { Sampler } from '../sampling/sampler.service';
import type { DetailsView, FiguresView, StateView } from './status-view';

/** So many transactions in quarantine are shown. */
const MOST_QUARANTINED = 20;

const PACKAGE = path.join(__dirname, '..', '..', 'package.json');

/** What the page of the status shows. */
@Injectable()
export class StatusViews {
  private version: Promise<string> | null = null;

  constructor(
    private readonly manager: DatabaseManager,
    private readonly status: DatabaseStatusService,
    private readonly quarantine: QuarantineService,
    private readonly sampler: Sampler,
  ) {}

  /** For everybody: what `/health/database` tells, and since when. Waits for nothing. */
  state(): StateView {
    const { status, message } = this.manager.state;
    return { status, message, since: this.since().toISOString(), at: new Date().toISOString() };
  }

  /** For administrators: the last minutes and the process. Waits for nothing. */
  async figures(): Promise<FiguresView> {
    this.version ??= readVersion();
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    return {
      at: Date.now(),
      samples: this.sampler.look(),
      version: await this.version,
      nodeVersion: process.version,
      uptimeMs: process.uptime() * 1_000,
      memory: { rss, heapUsed, heapTotal, external },
    };
  }

  /** For administrators: everything else. Waits for PostgreSQL no longer than the status of the administration does. */
  async details(): Promise<DetailsView> {
    const [status, quarantined] = await Promise.all([this.status.status(), this.quarantined()]);
    return {
      at: Date.now(),
      startedAt: Date.now() - process.uptime() * 1_000,
      status,
      transitions: this.status.transitions().items,
      quarantined,
    };
  }

  /** When the status began. The state is another one, too, when the same status has another reason. */
  private since(): Date {
    const { state, transitions } = this.manager;
    const began = transitions.findLast(({ from, to }) => from !== to && to === state.status);
    return began?.at ?? transitions[0]?.at ?? state.since;
  }

  /** Null where nobody can tell: PostgreSQL, in which they are, does not serve. */
  private async quarantined(): Promise<DetailsView['quarantined']> {
    try {
      return await this.quarantine.list({ limit: MOST_QUARANTINED, cursor: undefined });
    } catch (error) {
      if (error instanceof DatabaseUnavailableError || databaseErrorOf(error)) return null;
      throw error;
    }
  }
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
  return version;
}

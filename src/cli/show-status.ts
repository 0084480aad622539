import type { DatabaseStatus } from '../admin/database-status.schema';
import { reportTable } from './report-table';
import { type DatabaseHealth, ServiceProblemError } from './service-client';
import { EXIT, type Invocation, type ServiceCommand, UsageError } from './service-command';
import { table } from './table';

/** Prints what the database layer of the running service is doing. */
export const showStatus: ServiceCommand = {
  usage: 'Usage: npm run db:status -- [--json] [--url http://127.0.0.1:3000]',
  options: [],
  async run({ service, terminal, isJson, positionals }: Invocation): Promise<number> {
    if (positionals.length > 0) throw new UsageError('db:status takes no arguments.');
    const status = await service.ask<DatabaseStatus>('GET', '').catch(async (error: unknown) => {
      // Nobody can tell who asks. What everybody is told is better than nothing.
      if (error instanceof ServiceProblemError && error.problem.status === 503)
        terminal.out(healthText(await service.health(), isJson));
      throw error;
    });
    terminal.out(isJson ? JSON.stringify(status, null, 2) : textOf(status));
    return status.state.status === 'unhealthy' ? EXIT.refused : EXIT.done;
  },
};

function healthText(health: DatabaseHealth, isJson: boolean): string {
  if (isJson) return JSON.stringify(health, null, 2);
  return `state  ${health.status}: ${health.message}\nMore is told to administrators, whom PostgreSQL knows: ask again when it serves.`;
}

function textOf({ resolution, ...status }: DatabaseStatus): string {
  const { state, step, journal, promotion, abandonedRows, replicas, pool, memory, quarantined } = status;
  const lines = [
    ['state', `${state.status} since ${state.since}: ${state.message}`],
    ['step', step ?? 'none'],
    ['pool', pool ? `${pool.idle} idle, ${pool.inUse} in use, ${pool.waiting} waiting` : 'none'],
    ...replicas.map(({ target, state, lagMs }) => [
      'replica',
      `${target}, ${state}${lagMs === null ? '' : `, ${Math.round(lagMs)} ms behind`}`,
    ]),
    ['memory', memory ? `${memory.rows} rows, ${memory.bytes} bytes` : 'does not serve'],
    ['journal', journal ? describeJournal(journal) : 'none'],
    ['promotion', promotion ? describePromotion(promotion) : 'none'],
    ...(abandonedRows > 0 ? [['abandoned', `${abandonedRows} rows of memory, which had no journal`]] : []),
    [
      'quarantine',
      quarantined === null ? 'unknown: PostgreSQL does not serve' : `${quarantined} transactions`,
    ],
  ];
  return `${table(lines)}\n\n${reportTable(resolution)}`;
}

function describeJournal(journal: NonNullable<DatabaseStatus['journal']>): string {
  const { id, lastId, bytes, segments, tornBytes, failure } = journal;
  const torn = tornBytes > 0 ? `, ${tornBytes} bytes were cut from its end` : '';
  const failed = failure === null ? '' : `; the last write failed: ${failure}`;
  return `${id}, up to transaction ${lastId}, ${bytes} bytes in ${segments} segments${torn}${failed}`;
}

export function describePromotion(promotion: NonNullable<DatabaseStatus['promotion']>): string {
  const { replayed, quarantined, at, tookMs } = promotion;
  return `${replayed} transactions replayed, ${quarantined} put into quarantine, at ${at} in ${tookMs} ms`;
}

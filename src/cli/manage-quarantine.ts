import type { QuarantineEntry, QuarantinePage } from '../admin/quarantine.schema';
import { EXIT, type Invocation, type ServiceCommand, UsageError } from './service-command';
import { table } from './table';

const PATH = '/quarantine';
const MOST_PER_PAGE = 100;

/** Lists, shows, retries and discards what PostgreSQL has refused, through the running service. */
export const manageQuarantine: ServiceCommand = {
  usage: [
    'Usage: npm run db:quarantine -- list',
    '       npm run db:quarantine -- show ID',
    '       npm run db:quarantine -- retry ID',
    '       npm run db:quarantine -- discard ID --confirm TRANSACTION',
    'Each takes [--json] [--url http://127.0.0.1:3000]',
  ].join('\n'),
  options: ['confirm'],
  async run(invocation: Invocation): Promise<number> {
    const [action, id, ...rest] = invocation.positionals;
    const { confirm } = invocation.options;
    if (rest.length > 0 || (action === 'list' && id !== undefined))
      throw new UsageError('Too many arguments.');
    if (confirm !== undefined && action !== 'discard') throw new UsageError('--confirm is for discard.');
    switch (action) {
      case 'list':
        return list(invocation);
      case 'show':
        return show(invocation, needed(id));
      case 'retry':
        return retry(invocation, needed(id));
      case 'discard':
        return discard(invocation, needed(id), confirm);
      default:
        throw new UsageError('Say list, show, retry or discard.');
    }
  },
};

function needed(id: string | undefined): string {
  if (id === undefined || id === '') throw new UsageError('Give the ID of an entry: list tells them.');
  return id;
}

async function list({ service, terminal, isJson }: Invocation): Promise<number> {
  const entries: QuarantineEntry[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      limit: String(MOST_PER_PAGE),
      ...(cursor === null ? {} : { cursor }),
    });
    // oxlint-disable-next-line no-await-in-loop -- each page tells where the next begins
    const page: QuarantinePage = await service.ask('GET', `${PATH}?${query.toString()}`);
    entries.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (isJson) terminal.out(JSON.stringify(entries, null, 2));
  else terminal.out(entries.length === 0 ? 'Nothing is in quarantine.' : tableOf(entries));
  return EXIT.done;
}

async function show({ service, terminal, isJson }: Invocation, id: string): Promise<number> {
  const entry = await service.ask<QuarantineEntry>('GET', pathOf(id));
  terminal.out(isJson ? JSON.stringify(entry, null, 2) : textOf(entry));
  return EXIT.done;
}

async function retry({ service, terminal, isJson }: Invocation, id: string): Promise<number> {
  const entry = await service.ask<QuarantineEntry>('POST', `${pathOf(id)}/retry`);
  terminal.out(
    isJson
      ? JSON.stringify(entry, null, 2)
      : `Transaction ${entry.transaction} is in PostgreSQL now, and no longer in quarantine.`,
  );
  return EXIT.done;
}

async function discard(
  { service, terminal, isJson }: Invocation,
  id: string,
  confirm: string | undefined,
): Promise<number> {
  const query = confirm === undefined ? '' : `?confirm=${encodeURIComponent(confirm)}`;
  await service.ask<undefined>('DELETE', `${pathOf(id)}${query}`);
  terminal.out(
    isJson ? JSON.stringify({ id, discarded: true }) : `Transaction ${confirm} is discarded for good.`,
  );
  return EXIT.done;
}

function pathOf(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}

function tableOf(entries: readonly QuarantineEntry[]): string {
  return table([
    ['ID', 'TRANSACTION', 'COMMITTED', 'ATTEMPTS', 'CODE', 'CHANGES', 'REASON'],
    ...entries.map((entry) => [
      entry.id,
      String(entry.transaction),
      entry.committedAt,
      String(entry.attempts),
      entry.code,
      String(entry.changes.reduce((sum, { count }) => sum + count, 0)),
      entry.reason,
    ]),
  ]);
}

function textOf(entry: QuarantineEntry): string {
  const facts = table([
    ['id', entry.id],
    ['transaction', `${entry.transaction} of journal ${entry.journal}`],
    ['committed', entry.committedAt],
    ['quarantined', entry.quarantinedAt],
    ['attempts', String(entry.attempts)],
    ['refused', `${entry.reason} (${entry.code})`],
    ...(entry.dependsOn === null ? [] : [['depends on', `entry ${entry.dependsOn}`]]),
  ]);
  const changes = table([
    ['CHANGE', 'COUNT', 'TABLE', 'COLUMNS'],
    ...entry.changes.map(({ kind, count, table: name, columns }) => [
      kind,
      String(count),
      name,
      columns.join(', '),
    ]),
  ]);
  return `${facts}\n\n${changes}`;
}

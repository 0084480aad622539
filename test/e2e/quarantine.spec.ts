import { Logger } from '@nestjs/common';
import { type Command, exitCodeOf } from '../../src/cli/run-command';
import { askService, type ServiceCommand } from '../../src/cli/service-command';
import { manageQuarantine } from '../../src/cli/manage-quarantine';
import { reinitializeDatabase } from '../../src/cli/reinitialize-database';
import { showStatus } from '../../src/cli/show-status';
import { databaseStatusSchema } from '../../src/admin/database-status.schema';
import {
  type QuarantineEntry,
  quarantineEntrySchema,
  type QuarantinePage,
} from '../../src/admin/quarantine.schema';
import { OutageService } from '../support/outage-service';
import { createTestDatabase } from '../../src/database/testing';

const ADMIN = '/v1/admin/database';
const QUARANTINE = `${ADMIN}/quarantine`;

const bodyOf = async <T = Record<string, unknown>>(response: Response): Promise<T> =>
  (await response.json()) as T;

describe('the quarantine', () => {
  let outage: OutageService;

  beforeEach(async () => {
    outage = await OutageService.prepare();
  });
  afterEach(() => outage.close());

  const list = async (query = ''): Promise<QuarantinePage> =>
    bodyOf(await outage.send('GET', `${QUARANTINE}${query}`));
  const handles = async (): Promise<string[]> => {
    const { items } = await bodyOf<{ items: { handle: string }[] }>(
      await outage.send('GET', '/v1/users?sort=handle'),
    );
    return items.map(({ handle }) => handle).filter((handle) => !handle.startsWith('admin-'));
  };
  const run = async (command: ServiceCommand, ...args: string[]): Promise<[number, string, string]> => {
    const out: string[] = [];
    const error: string[] = [];
    const token = await outage.adminToken();
    const asked: Command = askService(command, [...args, '--url', outage.url]);
    const exitCode = await exitCodeOf(asked, () => ({ NODE_ENV: 'test', ADMIN_TOKEN: token }), {
      out: (line) => out.push(line),
      error: (line) => error.push(line),
    });
    return [exitCode, out.join('\n'), error.join('\n')];
  };

  it('shows what was refused and why, without the values', async () => {
    await outage.startWithConflicts(['ada']);
    const { items, nextCursor } = await list();
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^\d+$/) as string,
        journal: expect.any(String) as string,
        transaction: 1,
        code: '23505',
        reason: expect.stringContaining('UQ_users_') as string,
        dependsOn: null,
        attempts: 1,
        committedAt: expect.any(String) as string,
        quarantinedAt: expect.any(String) as string,
        changes: [
          {
            kind: 'insert',
            table: 'public.users',
            columns: expect.arrayContaining(['id', 'email', 'handle']) as string[],
            count: 1,
          },
        ],
      },
    ]);
    const [entry] = items as [QuarantineEntry];
    expect(quarantineEntrySchema.safeParse(entry)).toMatchObject({ success: true });
    expect(await bodyOf(await outage.send('GET', `${QUARANTINE}/${entry.id}`))).toEqual(entry);
    const status = await bodyOf(await outage.send('GET', ADMIN));
    expect(status).toMatchObject({ quarantined: 1, promotion: { replayed: 0, quarantined: 1 } });
    expect(databaseStatusSchema.safeParse(status)).toMatchObject({ success: true });
  });

  it('takes an entry out when it is retried and nothing is in the way any more', async () => {
    const [inTheWay = ''] = await outage.startWithConflicts(['ada']);
    const [{ id } = { id: '' }] = (await list()).items;
    const refused = await outage.send('POST', `${QUARANTINE}/${id}/retry`);
    expect(refused.status).toBe(409);
    expect(await bodyOf(refused)).toMatchObject({ code: 'still_refused' });
    expect((await list()).items).toMatchObject([{ id, attempts: 2 }]);
    await outage.send('DELETE', `/v1/users/${inTheWay}`, undefined, { 'if-match': '*' });
    const done = await outage.send('POST', `${QUARANTINE}/${id}/retry`);
    expect([done.status, await bodyOf(done)]).toMatchObject([200, { id, transaction: 1 }]);
    expect((await list()).items).toEqual([]);
    expect(await handles()).toEqual(['ada']);
    expect((await outage.send('POST', `${QUARANTINE}/${id}/retry`)).status).toBe(404);
  });

  it('gives an entry up to whoever confirms its transaction, and to nobody else', async () => {
    await outage.startWithConflicts(['ada', 'bea']);
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const [, { id, transaction, journal }] = (await list()).items as [QuarantineEntry, QuarantineEntry];
    const without = await outage.send('DELETE', `${QUARANTINE}/${id}`);
    expect(without.status).toBe(428);
    expect(await bodyOf(without)).toMatchObject({
      code: 'confirmation_required',
      detail: expect.stringContaining(`confirm=${transaction}`) as string,
    });
    const wrong = await outage.send('DELETE', `${QUARANTINE}/${id}?confirm=${transaction + 1}`);
    expect([wrong.status, await bodyOf(wrong)]).toMatchObject([422, { code: 'confirmation_mismatch' }]);
    expect((await outage.send('DELETE', `${QUARANTINE}/${id}?confirm=yes`)).status).toBe(400);
    expect((await list()).items).toHaveLength(2);
    expect(warn).not.toHaveBeenCalled();
    const done = await outage.send('DELETE', `${QUARANTINE}/${id}?confirm=${transaction}`, undefined, {
      'x-request-id': 'who-asked',
    });
    expect(done.status).toBe(204);
    expect(warn.mock.calls.map(([entry]) => entry as object)).toEqual([
      {
        event: 'admin.quarantine.discarded',
        requestId: 'who-asked',
        entry: id,
        journal,
        transaction,
        tables: ['public.users'],
        changes: 1,
      },
    ]);
    warn.mockRestore();
    expect((await list()).items).toHaveLength(1);
    expect((await outage.send('DELETE', `${QUARANTINE}/${id}?confirm=${transaction}`)).status).toBe(404);
  });

  it('discards an entry once, and logs it once, however many ask', async () => {
    await outage.startWithConflicts(['ada']);
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const [{ id } = { id: '' }] = (await list()).items;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => outage.send('DELETE', `${QUARANTINE}/${id}?confirm=1`)),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([204, ...Array.from({ length: 9 }, () => 404)]);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('has what depends on another wait for that', async () => {
    await outage.startWithConflicts([]);
    await outage.createUser('ada');
    await outage.stop();
    outage.takeAway();
    await outage.start();
    const id = await outage.createUser('ada');
    await outage.changeUser(id, 1, { displayName: 'Ada' });
    outage.bringBack();
    await outage.is('healthy');
    const [first, second] = (await list()).items as [QuarantineEntry, QuarantineEntry];
    expect(second.dependsOn).toBe(first.id);
    const refused = await outage.send('POST', `${QUARANTINE}/${second.id}/retry`);
    expect([refused.status, await bodyOf(refused)]).toMatchObject([409, { code: 'depends_on_quarantined' }]);
  });

  it('is listed in pages, in the order of the commits', async () => {
    const names = ['ada', 'bea', 'cleo', 'dora', 'eve'];
    await outage.startWithConflicts(names);
    const seen: number[] = [];
    let query: string | null = '?limit=2';
    while (query !== null) {
      const response: Response = await outage.send('GET', `${QUARANTINE}${query}`);
      const { items, nextCursor } = await bodyOf<QuarantinePage>(response);
      seen.push(...items.map(({ transaction }) => transaction));
      const link = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      expect(link === undefined).toBe(nextCursor === null);
      query = link === undefined ? null : new URL(link, outage.url).search;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    for (const wrong of ['?limit=0', '?limit=101', '?cursor=x', '?sort=id'])
      expect((await outage.send('GET', `${QUARANTINE}${wrong}`)).status).toBe(400);
    const [, out] = await run(manageQuarantine, 'list', '--json');
    expect(JSON.parse(out)).toHaveLength(5);
  });

  it('is read from the primary, and changed there, although a replica is ready', async () => {
    // Ready as a replica is that has caught up, and empty: whoever reads it sees no quarantine.
    const empty = await createTestDatabase();
    await outage.startWithConflicts(['ada'], { DATABASE_REPLICA_URLS: empty.url });
    const { replicas } = await bodyOf<{ replicas: object[] }>(await outage.send('GET', ADMIN));
    expect(replicas).toMatchObject([{ state: 'ready' }]);
    const { items } = await list();
    expect(items).toHaveLength(1);
    const path = `${QUARANTINE}/${items[0]?.id}`;
    expect((await outage.send('GET', path)).status).toBe(200);
    expect(await bodyOf(await outage.send('GET', ADMIN))).toMatchObject({ quarantined: 1 });
    expect((await outage.send('POST', `${path}/retry`)).status).toBe(409);
    expect((await outage.send('DELETE', `${path}?confirm=1`)).status).toBe(204);
    await outage.stop();
    await empty.drop();
  });

  it('is managed from the command line', async () => {
    const [inTheWay = ''] = await outage.startWithConflicts(['ada', 'bea']);
    const [ada, bea] = (await list()).items as [QuarantineEntry, QuarantineEntry];
    const [listed, table] = await run(manageQuarantine, 'list');
    expect(listed).toBe(0);
    expect(table.split('\n')).toHaveLength(3);
    expect(table).toMatch(
      /^ID +TRANSACTION +COMMITTED +ATTEMPTS +CODE +CHANGES +REASON\n\d+ +1 +\S+Z +1 +23505 +1 +\S/,
    );
    expect(await run(manageQuarantine, 'show', ada.id)).toEqual([
      0,
      expect.stringMatching(
        /transaction +1 of journal \S+\n[^]*insert +1 +public\.users +id, email/,
      ) as string,
      '',
    ]);
    expect(await run(manageQuarantine, 'retry', ada.id)).toEqual([
      1,
      '',
      expect.stringMatching(/refuses it still.*UQ_users_.*\(still_refused, request \S+\)$/) as string,
    ]);
    await outage.send('DELETE', `/v1/users/${inTheWay}`, undefined, { 'if-match': '*' });
    expect(await run(manageQuarantine, 'retry', ada.id)).toEqual([
      0,
      expect.stringContaining('is in PostgreSQL now') as string,
      '',
    ]);
    expect(await run(manageQuarantine, 'discard', bea.id)).toEqual([
      1,
      '',
      expect.stringContaining('confirm=2') as string,
    ]);
    const [, , problem] = await run(manageQuarantine, 'discard', bea.id, '--confirm', '3', '--json');
    expect(JSON.parse(problem)).toMatchObject({ status: 422, code: 'confirmation_mismatch' });
    expect(await run(manageQuarantine, 'discard', bea.id, '--confirm=2')).toEqual([
      0,
      'Transaction 2 is discarded for good.',
      '',
    ]);
    expect(await run(manageQuarantine, 'list')).toEqual([0, 'Nothing is in quarantine.', '']);
    expect(await handles()).toEqual(['ada', 'bea']);
  });

  it('tells no secret, whatever is asked in whatever state', async () => {
    const name = 'values-stay-inside';
    const secrets = [new URL(outage.database.url).password, outage.directory, name];
    expect(secrets[0]).toHaveLength(13);
    const told: string[] = [];
    const ask = async (): Promise<void> => {
      const { items = [] } = (await list()) as Partial<QuarantinePage>;
      const paths = ['1', ...items.map(({ id }) => id)].map((id) => `${QUARANTINE}/${id}`);
      const asked: [string, string][] = [
        ['GET', ADMIN],
        ['GET', `${ADMIN}/transitions`],
        ['GET', QUARANTINE],
        ...paths.flatMap((path): [string, string][] => [
          ['GET', path],
          ['POST', `${path}/retry`],
          ['DELETE', path],
          ['DELETE', `${path}?confirm=999`],
        ]),
        ['POST', `${ADMIN}/reinitialize?waitSeconds=1`],
      ];
      for (const [method, path] of asked) {
        const answer = await outage.send(method, path);
        told.push(JSON.stringify([...answer.headers]), await answer.text());
      }
      for (const json of [[], ['--json']]) {
        told.push(...(await run(showStatus, ...json)).map(String));
        told.push(...(await run(reinitializeDatabase, '--wait', '1', ...json)).map(String));
        told.push(...(await run(manageQuarantine, 'list', ...json)).map(String));
        for (const { id } of items)
          told.push(...(await run(manageQuarantine, 'show', id, ...json)).map(String));
      }
    };
    await outage.startWithConflicts([name]);
    await ask();
    outage.takeAway();
    await outage.is('unhealthy');
    await ask();
    await outage.stop();
    await outage.start();
    await outage.is('degraded');
    await outage.createUser(`${name}-2`);
    await ask();
    const wrong = new URL(outage.proxy.urlOf(outage.database.url));
    wrong.password = `${wrong.password}-wrong`;
    outage.bringBack();
    await outage.start({ DATABASE_URL: wrong.href, DATABASE_FALLBACK: 'never' });
    await outage.is('unhealthy');
    await ask();
    expect(told.length).toBeGreaterThan(100);
    expect(told.join('\n')).toContain('23505');
    for (const secret of secrets) for (const text of told) expect(text).not.toContain(secret);
  });
});

describe('the quarantine', () => {
  let outage: OutageService;

  beforeAll(async () => {
    outage = await OutageService.prepare();
    outage.bringBack();
    await outage.start();
    await outage.is('healthy');
  });
  afterAll(() => outage.close());

  it.each(['0', '-1', 'x', '1e3', '9'.repeat(18), '9'.repeat(19), '%00', '1;DROP TABLE users'])(
    'knows no entry %j',
    async (id) => {
      const path = `${QUARANTINE}/${encodeURIComponent(id)}`;
      for (const [method, end] of [
        ['GET', ''],
        ['POST', '/retry'],
        ['DELETE', '?confirm=1'],
      ] as const) {
        const answer = await outage.send(method, `${path}${end}`);
        expect([answer.status, await bodyOf(answer)]).toMatchObject([
          404,
          { code: 'quarantine_entry_not_found' },
        ]);
      }
    },
  );
});

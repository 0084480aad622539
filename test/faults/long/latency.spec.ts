import { managerOfEntries, writeEntry } from '../../support/entries';
import { Load, NO_CONTRADICTION } from '../../support/load';
import { eventually } from '../../support/eventually';
import { TcpProxy } from '../../support/tcp-proxy';
import { createTestDatabase } from '../../../src/database/testing';

describe('A network that is slow', () => {
  it('[fault 14] of two seconds give or take one is waited for: right, and healthy all the time', async () => {
    const database = await createTestDatabase();
    const proxy = await TcpProxy.start(Number(new URL(database.url).port));
    const manager = managerOfEntries({
      DATABASE_URL: proxy.urlOf(database.url),
      DATABASE_PROBE_TIMEOUT_MS: '15000',
      DATABASE_POOL_VALIDATE_TIMEOUT_MS: '15000',
      DATABASE_CONNECT_TIMEOUT_MS: '60000',
    });
    await manager.initialize();
    const changes: string[] = [];
    manager.onStateChange(({ status }) => changes.push(status));
    const load = new Load((token) => writeEntry(manager, token));
    await eventually(() => load.acknowledged.length > 20);
    proxy.set({ kind: 'latency', ms: 2_000, jitterMs: 1_000 });
    const { length } = load.acknowledged;
    await eventually(() => load.acknowledged.length > length + 8, { deadlineMs: 40_000 });
    proxy.set({ kind: 'clear' });
    await load.stop();
    const rows = await manager.dataSource.query<{ token: string }[]>('SELECT token FROM entries');
    expect(load.contradictions(rows.map(({ token }) => token))).toEqual(NO_CONTRADICTION);
    expect(load).toMatchObject({ unknown: [], refused: [] });
    expect(changes).toEqual([]);
    await manager.close();
    await proxy.close();
    await database.drop();
  });
});

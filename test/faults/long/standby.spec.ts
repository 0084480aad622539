import { managerOfEntries, writeEntry } from '../../support/entries';
import { eventually } from '../../support/eventually';
import { Load, NO_CONTRADICTION } from '../../support/load';
import { PostgresServer } from '../../support/postgres-server';

describe('A server that takes no writes', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());

  it('[fault 23] serves again under the same load when it has been promoted', async () => {
    const url = await server.createDatabase();
    const manager = managerOfEntries({ DATABASE_URL: url, DATABASE_STABILITY_WINDOW_MS: '0' });
    await manager.initialize();
    const load = new Load((token) => writeEntry(manager, token));
    try {
      await eventually(() => load.acknowledged.length > 50);
      await server.stop();
      server.demote({ readable: true });
      await server.start();
      await eventually(() => manager.state.message.includes('25006'));
      const { length } = load.acknowledged;
      server.promote();
      await eventually(() => load.acknowledged.length > length + 50);
      await load.stop();
      const rows = await server.query<{ token: string }>(
        'SELECT token FROM entries',
        new URL(url).pathname.slice(1),
      );
      expect(load.contradictions(rows.map(({ token }) => token))).toEqual(NO_CONTRADICTION);
      expect(manager.state.status).toBe('healthy');
    } finally {
      await load.stop();
      await manager.close();
    }
  });
});

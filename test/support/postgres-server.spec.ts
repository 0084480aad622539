import { Client } from 'pg';
import { eventually } from './eventually';
import { PostgresServer } from './postgres-server';

describe('PostgresServer', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());

  it('serves a database of its own', async () => {
    const url = await server.createDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    await expect(client.query('SELECT current_database() AS name')).resolves.toMatchObject({
      rows: [{ name: new URL(url).pathname.slice(1) }],
    });
    await client.end();
  });

  it.each(['fast', 'immediate'] as const)('keeps its data over a %s stop', async (mode) => {
    await server.query(`CREATE TABLE IF NOT EXISTS kept_${mode} AS SELECT 1 AS n`);
    await server.query('CHECKPOINT');
    await server.stop(mode);
    await expect(server.query('SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await server.start();
    await expect(server.query(`SELECT n FROM kept_${mode}`)).resolves.toEqual([{ n: 1 }]);
  });

  it('recovers after its postmaster was killed', async () => {
    await server.kill();
    await server.start();
    await expect(server.query('SELECT 1 AS n')).resolves.toEqual([{ n: 1 }]);
  });

  it('answers nothing while it is frozen, and goes on when it is thawed', async () => {
    const client = new Client({ connectionString: server.url() });
    client.on('error', () => undefined);
    await client.connect();
    server.freeze();
    let answered = false;
    const answer = client.query('SELECT 1 AS n').then((result) => {
      answered = true;
      return result.rows;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    server.thaw();
    await expect(answer).resolves.toEqual([{ n: 1 }]);
    await eventually(() => answered);
    await client.end();
  });
});

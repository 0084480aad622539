import * as fs from 'node:fs';
import { eventually } from '../../support/eventually';
import { PostgresServer } from '../../support/postgres-server';
import { SmallDisk } from '../../support/small-disk';
import { adminToken, fetchAs } from '../../support/sign-in';
import { startApp, type TestApp } from '../../support/test-app';

const whyNot = SmallDisk.whyNot();
const describeWherePossible = whyNot === null ? describe : describe.skip;

describeWherePossible(`A disk that is full${whyNot === null ? '' : ` (skipped: ${whyNot})`}`, () => {
  let token: string;
  const create = (service: TestApp, handle: string): Promise<Response> =>
    fetchAs(() => token)(`${service.url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${handle}@example.com`, handle }),
    });

  it('[fault 38] fails writes and says why, and reads go on', async () => {
    const disk = SmallDisk.make(24);
    const server = await PostgresServer.start();
    try {
      fs.chownSync(disk.folder, 65_534, 65_534);
      await server.query(`CREATE TABLESPACE small LOCATION '${disk.folder}'`);
      await server.query('CREATE DATABASE small TABLESPACE small');
      const service = await startApp({ DATABASE_URL: server.url('small'), DATABASE_FALLBACK: 'never' });
      try {
        token = await adminToken(service.app);
        await server.query('CREATE TABLE filler (bytes text)', 'small');
        const fill = (bytes: number): Promise<unknown> =>
          server.query(`INSERT INTO filler VALUES (repeat(md5(random()::text), ${bytes / 32}))`, 'small');
        await server.query('ALTER TABLE filler ALTER bytes SET STORAGE EXTERNAL', 'small');
        for (const bytes of [1_048_576, 65_536, 4_096, 32]) {
          await eventually(() =>
            fill(bytes).then(
              () => false,
              ({ code }: { code?: string }) => code === '53100',
            ),
          );
        }
        // Rows go on fitting into pages that are there already.
        let made = 0;
        const refused = await eventually(async (): Promise<Response> => {
          const response = await create(service, `fits-${made}`);
          if (response.status !== 201) return response;
          made += 1;
          throw new Error(`${made} users fit`);
        });
        expect(refused.status).toBe(503);
        expect(await refused.json()).toMatchObject({ code: 'database_full' });
        expect((await fetchAs(() => token)(`${service.url}/v1/users`)).status).toBe(200);
        expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
        disk.resize(48);
        expect((await create(service, 'full')).status).toBe(201);
        expect(await (await fetchAs(() => token)(`${service.url}/v1/users?limit=1`)).json()).toMatchObject({
          items: [{ handle: 'full' }],
        });
      } finally {
        await service.close();
      }
    } finally {
      await server.close();
      disk.remove();
    }
  });
});

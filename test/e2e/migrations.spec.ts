import { DatabaseManager } from '../../src/database';
import { STORES } from '../../src/database/testing';
import { startApp } from '../support/test-app';

describe.each(STORES)('the tables on $store', (target) => {
  it('are those that the entities describe, as migrations made them or memory', async () => {
    const prepared = await target.prepare();
    const service = await startApp(prepared.environment);
    const { dataSource } = service.app.get(DatabaseManager);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await service.close();
    await prepared.drop();
  });
});

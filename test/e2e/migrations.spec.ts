import { DatabaseManager } from '../../src/database';
import { startApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';

describe('the migrations', () => {
  it('make the tables that the entities describe', async () => {
    const database = await createTestDatabase();
    const service = await startApp({ DATABASE_URL: database.url });
    const { dataSource } = service.app.get(DatabaseManager);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await service.close();
    await database.drop();
  });
});

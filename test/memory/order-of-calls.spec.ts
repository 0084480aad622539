import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { Account, Bank } from '../contract/entities/account.entity';

it('a short cut does not overtake a query that its transaction asked for before', async () => {
  const dataSource = new InMemoryDataSource({ entities: [Account, Bank] });
  await dataSource.initialize();
  const counted = await dataSource.transaction((manager) =>
    Promise.all([
      manager.query<{ n: string }[]>('SELECT COUNT(*) AS n FROM account'),
      manager.insert(Account, { email: 'c' }),
    ]),
  );
  expect(counted[0]).toEqual([{ n: '0' }]);
  await dataSource.destroy();
});

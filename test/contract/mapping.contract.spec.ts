import { describeOnBothStores, failureOf } from '../../src/database/testing';
import {
  Employee,
  Folder,
  mappings,
  Offer,
  Page,
  Price,
  Setting,
  VisitSchema,
} from './entities/mapping.entities';

const namesOf = (entities: { name: string }[]): string[] => entities.map(({ name }) => name).toSorted();

describeOnBothStores('every way of mapping', mappings, (store) => {
  it('keeps a tree as a nested set', async () => {
    const folders = store.dataSource.getTreeRepository(Folder);
    const root = await folders.save({ name: 'root' });
    const child = await folders.save({ name: 'child', parent: root });
    const leaf = await folders.save({ name: 'leaf', parent: child });
    await folders.save({ name: 'other', parent: root });
    expect(namesOf((await folders.findDescendantsTree(root)).children)).toEqual(['child', 'other']);
    expect(namesOf(await folders.findAncestors(leaf))).toEqual(['child', 'leaf', 'root']);
    expect(await folders.countDescendants(child)).toBe(2);
  });

  it('keeps a tree as paths, also when a branch moves', async () => {
    const pages = store.dataSource.getTreeRepository(Page);
    const root = await pages.save({ name: 'root' });
    const child = await pages.save({ name: 'child', parent: root });
    const leaf = await pages.save({ name: 'leaf', parent: child });
    const other = await pages.save({ name: 'other', parent: root });
    expect(namesOf(await pages.findDescendants(child))).toEqual(['child', 'leaf']);
    child.parent = other;
    await pages.save(child);
    expect(namesOf(await pages.findAncestors(leaf))).toEqual(['child', 'leaf', 'other', 'root']);
  });

  it('joins a table with itself, more than once', async () => {
    const employees = store.repository(Employee);
    const manager = await employees.save({ name: 'Ada' });
    await employees.save([
      { name: 'Bob', manager },
      { name: 'Cy', manager },
    ]);
    const [found] = await employees.find({
      where: { reports: { name: 'Bob' } },
      relations: { reports: { manager: true } },
    });
    expect(found).toMatchObject({ name: 'Ada', reports: [{ name: 'Bob', manager: { name: 'Ada' } }] });
    expect((await employees.findOneByOrFail({ manager: { id: manager.id }, name: 'Cy' })).id).toBe(3);
  });

  it('finds, changes and deletes by a key of two columns', async () => {
    const prices = store.repository(Price);
    await prices.save([
      { product: 1, currency: 'EUR', amount: 1 },
      { product: 1, currency: 'USD' },
    ]);
    await prices.save({ product: 1, currency: 'EUR', amount: 5 });
    expect(await prices.findBy({ product: 1 })).toHaveLength(2);
    expect((await prices.update({ product: 1, currency: 'EUR' }, { amount: 6 })).affected).toBe(1);
    expect(await prices.findOneBy({ product: 1, currency: 'EUR' })).toMatchObject({ amount: 6 });
    expect((await prices.delete({ product: 1, currency: 'USD' })).affected).toBe(1);
    expect((await failureOf(prices.insert({ product: 1, currency: 'EUR' }))).code).toBe('23505');
    expect(await prices.insert({ product: 2, currency: 'EUR' })).toMatchObject({
      identifiers: [{ product: 2, currency: 'EUR' }],
      raw: [],
      generatedMaps: [{}],
    });
  });

  it('loads eager relations at once, lazy ones when they are asked for, and computes virtual columns', async () => {
    const offers = store.repository(Offer);
    await store.repository(Price).insert({ product: 1, currency: 'EUR' });
    const old = await offers.save({ name: 'lamp', price: { product: 1, currency: 'EUR' } });
    const fresh = offers.create({ name: 'lamp' });
    fresh.replaces = Promise.resolve(old as Offer);
    await offers.save(fresh);
    const found = await offers.findOneByOrFail({ id: fresh.id });
    expect(found).toMatchObject({ name: 'lamp', price: null, namesakes: '2' });
    expect(await found.replaces).toMatchObject({
      id: old.id,
      price: { product: 1, currency: 'EUR', amount: null },
    });
  });

  it('serves active records and entity schemas', async () => {
    Setting.useDataSource(store.dataSource);
    const setting = Setting.create({ name: 'theme' });
    await setting.save();
    expect(await Setting.findOneBy({ name: 'theme' })).toBeInstanceOf(Setting);
    await setting.reload();
    await setting.remove();
    expect(await Setting.count()).toBe(0);
    const visits = store.repository(VisitSchema);
    const visit = await visits.save({ page: 'home' });
    expect(visit.at).toBeInstanceOf(Date);
    expect(await visits.find({ where: { page: 'home' }, order: { page: 'DESC' } })).toEqual([visit]);
    expect(await visits.findBy({ page: 'home' })).toEqual([{ id: 1, page: 'home', at: visit.at }]);
  });

  it('runs SQL of its own, with parameters, sub-queries and RETURNING', async () => {
    const prices = store.repository(Price);
    await prices.insert([
      { product: 1, currency: 'EUR', amount: 1 },
      { product: 2, currency: 'EUR', amount: 2 },
    ]);
    expect(await store.manager.query('SELECT product FROM price WHERE amount = $1', [1])).toEqual([
      { product: 1 },
    ]);
    expect(await store.manager.sql`SELECT ${1}::int + 1 AS next`).toEqual([{ next: 2 }]);
    const builder = prices.createQueryBuilder('price');
    expect(await builder.clone().select('SUM(price.amount)', 'sum').getRawOne()).toEqual({ sum: '3' });
    expect(
      await builder.clone().where('price.amount > (SELECT avg(amount) FROM price)').getMany(),
    ).toMatchObject([{ product: 2 }]);
    const updated = await builder
      .clone()
      .update()
      .set({ amount: () => 'amount + 1' })
      .where('product = :product', { product: 1 })
      .returning('*')
      .execute();
    expect(updated.raw).toEqual([{ product: 1, currency: 'EUR', amount: 2 }]);
    const deleted = await builder.clone().delete().where('product = 1').returning('amount').execute();
    expect(deleted.raw).toEqual([{ amount: 2 }]);
  });
});

import { Column, DataSource, Entity, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import { databaseErrorOf } from '../../src/database';
import { NotInQuarantineError, Quarantine } from '../../src/database/recovery/quarantine';
import { TcpProxy } from '../support/tcp-proxy';
import { HandOver } from './hand-over';

@Entity('shelf')
@Unique('UQ_shelf_name', ['name'])
class Shelf {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  name!: string;
}

@Entity('box')
class Box {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => Shelf)
  shelf!: Relation<Shelf>;
}

describe('An entry in quarantine', () => {
  let stores: HandOver;

  beforeEach(async () => {
    stores = await HandOver.prepare();
    await stores.open([Shelf, Box]);
  });
  afterEach(() => stores.close());

  /** Shelves that PostgreSQL has refused, and boxes on them; nothing is in their way any more. */
  async function refused(...numbers: readonly number[]): Promise<string[]> {
    await stores.postgres.query(`INSERT INTO shelf SELECT -n, 'n' || n FROM unnest($1::int[]) AS n`, [
      numbers,
    ]);
    for (const n of numbers) await stores.run(`INSERT INTO shelf VALUES (${n}, 'n${n}')`);
    for (const n of numbers) await stores.run(`INSERT INTO box VALUES (${n}, ${n})`);
    await stores.carryOver();
    await stores.postgres.query(`DELETE FROM shelf WHERE id < 0`);
    return (await stores.quarantine.list({ limit: 100 })).map(({ id }) => id);
  }
  const idsOf = async (table: string): Promise<number[]> =>
    (await stores.postgres.query<{ id: number }[]>(`SELECT id FROM ${table} ORDER BY id`)).map(
      ({ id }) => id,
    );
  /** Through a network that can be cut. */
  async function through<T>(work: (proxy: TcpProxy, quarantine: Quarantine) => Promise<T>): Promise<T> {
    const { url } = stores;
    const proxy = await TcpProxy.start(Number(new URL(url).port));
    const { entities } = stores.postgres.options;
    const dataSource = await new DataSource({
      type: 'postgres',
      url: proxy.urlOf(url),
      entities,
      poolErrorHandler: () => undefined,
    }).initialize();
    try {
      return await work(proxy, new Quarantine(dataSource));
    } finally {
      proxy.set({ kind: 'clear' });
      await dataSource.destroy();
      await proxy.close();
    }
  }

  it('waits for no entry that depends on it', async () => {
    const [shelf = '', box = ''] = await refused(1);
    await stores.quarantine.retry(shelf);
    expect(await idsOf('shelf')).toEqual([1]);
    expect((await stores.quarantine.list({ limit: 2 })).map(({ id }) => id)).toEqual([box]);
    await stores.quarantine.retry(box);
    expect(await idsOf('box')).toEqual([1]);
  });

  it('stays as it is where PostgreSQL is away', async () => {
    const [shelf = ''] = await refused(1);
    await through(async (proxy, quarantine) => {
      proxy.redirect(1);
      proxy.reset();
      const failure: unknown = await quarantine.retry(shelf).catch((error: unknown) => error);
      expect(databaseErrorOf(failure)).toMatchObject({ kind: 'unavailable' });
    });
    expect((await stores.quarantine.get(shelf)).attempts).toBe(1);
    expect(await idsOf('shelf')).toEqual([]);
  });

  it('is repeated and gone, or neither, at whatever byte the connection breaks', async () => {
    const numbers = Array.from({ length: 12 }, (_, n) => n + 1);
    const entries = (await refused(...numbers)).slice(0, numbers.length);
    await through(async (proxy, quarantine) => {
      for (const [i, entry] of entries.entries()) {
        proxy.set({ kind: 'reset after', bytes: 150 * i });
        await quarantine.retry(entry).catch(() => undefined);
        proxy.set({ kind: 'clear' });
      }
    });
    const left = (await stores.quarantine.list({ limit: 100 })).map(({ id }) => id);
    const done = numbers.filter((n) => !left.includes(entries[n - 1] ?? ''));
    expect(await idsOf('shelf')).toEqual(done);
  });

  it('is either repeated or given up where both are asked for together', async () => {
    const numbers = Array.from({ length: 20 }, (_, n) => n + 1);
    const entries = (await refused(...numbers)).slice(0, numbers.length);
    const repeated: number[] = [];
    for (const n of numbers) {
      const entry = entries[n - 1] ?? '';
      const asked = [stores.quarantine.retry(entry), stores.quarantine.discard(entry)];
      const [retried, discarded] = await Promise.allSettled(n % 2 === 0 ? asked : asked.toReversed());
      const outcomes = [retried, discarded] as PromiseSettledResult<unknown>[];
      const [loser] = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(loser?.reason).toBeInstanceOf(NotInQuarantineError);
      if (outcomes[n % 2 === 0 ? 0 : 1]?.status === 'fulfilled') repeated.push(n);
    }
    expect(await idsOf('shelf')).toEqual(repeated);
  });

  it('is never repeated before one that it depends on, where both are asked for together', async () => {
    const numbers = Array.from({ length: 10 }, (_, n) => n + 1);
    const entries = await refused(...numbers);
    await Promise.allSettled(entries.toReversed().map((entry) => stores.quarantine.retry(entry)));
    const shelves = await idsOf('shelf');
    expect(shelves).toEqual(numbers);
    for (const box of await idsOf('box')) expect(shelves).toContain(box);
    for (const { id } of await stores.quarantine.list({ limit: 100 })) await stores.quarantine.retry(id);
    expect(await idsOf('box')).toEqual(numbers);
    expect(await stores.quarantine.count()).toBe(0);
  });
});

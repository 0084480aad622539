import * as fs from 'node:fs/promises';
import { eventually } from '../support/eventually';
import { Immutable } from '../support/immutable';
import { OutageService } from '../support/outage-service';

const whyNot = Immutable.whyNot();
const describeImmutable = whyNot === null ? describe : describe.skip;

describe('The directory of a journal', () => {
  let outage: OutageService;
  let acknowledged: string[];

  beforeEach(async () => {
    outage = await OutageService.prepare();
    acknowledged = [];
    await outage.start();
    await outage.is('degraded');
    await create('before');
  });
  afterEach(() => outage.close());

  /** @returns `created`, or the code of the problem */
  async function create(handle: string): Promise<string> {
    const response = await outage.send('POST', '/v1/users', { email: `${handle}@example.com`, handle });
    if (response.status !== 201) return ((await response.json()) as { code: string }).code;
    acknowledged.push(handle);
    return 'created';
  }
  async function handles(): Promise<string[]> {
    const response = await outage.send('GET', '/v1/users?limit=100');
    const { items } = (await response.json()) as { items: { handle: string }[] };
    return items
      .map(({ handle }) => handle)
      .filter((handle) => !handle.startsWith('admin-'))
      .toSorted();
  }
  const failure = async (): Promise<string | null> => {
    const response = await outage.send('GET', '/v1/admin/database');
    return ((await response.json()) as { journal: { failure: string | null } }).journal.failure;
  };
  const isRefused = (): Promise<unknown> =>
    eventually(async () => (await create(`try-${acknowledged.length}`)) === 'database_full');
  const promote = async (): Promise<void> => {
    outage.bringBack();
    await outage.is('healthy');
  };

  describeImmutable(`that takes no writes any more${whyNot ? ` (${whyNot})` : ''}`, () => {
    it('[fault 42] refuses changes, reads on, and goes on when it takes them again', async () => {
      Immutable.make(outage.directory);
      try {
        await isRefused();
        expect(await create('again')).toBe('database_full');
        expect(await failure()).toContain('Check the disk');
        expect(await handles()).toEqual(acknowledged.toSorted());
      } finally {
        Immutable.undo(outage.directory);
      }
      expect(await create('after')).toBe('created');
      expect(await failure()).toBeNull();
      await outage.start();
      expect(await handles()).toEqual(acknowledged.toSorted());
      await promote();
      expect(await handles()).toEqual(acknowledged.toSorted());
    });

    it('[fault 42] gives PostgreSQL what it holds all the same, once', async () => {
      Immutable.make(outage.directory);
      try {
        await isRefused();
        await promote();
        expect(await handles()).toEqual(acknowledged.toSorted());
      } finally {
        Immutable.undo(outage.directory);
      }
      await outage.start();
      await outage.is('healthy');
      expect(await handles()).toEqual(acknowledged.toSorted());
    });
  });

  describe('that is not where it was', () => {
    it('[fault 42] refuses changes within a second, and goes on when it is back', async () => {
      const elsewhere = `${outage.directory}-elsewhere`;
      await fs.rename(outage.directory, elsewhere);
      // As a mount point is whose disk has gone.
      await fs.mkdir(outage.directory);
      await isRefused();
      expect(await failure()).toContain('Put it back');
      expect(await handles()).toEqual(acknowledged.toSorted());
      await fs.rmdir(outage.directory);
      await fs.rename(elsewhere, outage.directory);
      await eventually(async () => (await create(`back-${acknowledged.length}`)) === 'created');
      expect(await failure()).toBeNull();
      await outage.start();
      expect(await handles()).toEqual(acknowledged.toSorted());
      await promote();
      expect(await handles()).toEqual(acknowledged.toSorted());
    });
  });
});

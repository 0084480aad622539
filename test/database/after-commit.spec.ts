import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { InjectRepository } from '@nestjs/typeorm';
import { Propagation, Transactional } from '@nestjs-cls/transactional';
import { Column, Entity, ForeignKey, PrimaryColumn, Repository } from 'typeorm';
import { afterCommit, databaseErrorOf, DatabaseModule, databaseOptions } from '../../src/database';
import { STORES } from '../../src/database/testing';

@Entity('leaves')
class Leaf {
  @PrimaryColumn('integer')
  id!: number;

  /** Checked at COMMIT. */
  @Column('integer')
  @ForeignKey(() => Leaf, { name: 'FK_leaves_parent', deferrable: 'INITIALLY DEFERRED' })
  parentId!: number;
}

class CreateLeaves1764057600001 {
  readonly name = 'CreateLeaves1764057600001';

  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query(
      `CREATE TABLE "leaves" ("id" integer PRIMARY KEY, "parentId" integer NOT NULL,
        CONSTRAINT "FK_leaves_parent" FOREIGN KEY ("parentId") REFERENCES "leaves" ("id") DEFERRABLE INITIALLY DEFERRED)`,
    );
  }

  async down(): Promise<void> {}
}

@Injectable()
class LeavesService {
  constructor(@InjectRepository(Leaf) private readonly leaves: Repository<Leaf>) {}

  @Transactional()
  async add(id: number, parentId: number, then: () => void | Promise<void> = () => undefined): Promise<void> {
    await this.leaves.insert({ id, parentId });
    await then();
  }

  @Transactional(Propagation.Nested)
  async addWithin(id: number, then: () => void): Promise<void> {
    await this.leaves.insert({ id, parentId: id });
    then();
  }

  has(id: number): Promise<boolean> {
    return this.leaves.existsBy({ id });
  }
}

@Module({
  imports: [DatabaseModule.forFeature([Leaf])],
  providers: [LeavesService],
  exports: [LeavesService],
})
class LeavesModule {}

describe.each(STORES)('what waits for a commit on $store', (target) => {
  let module: TestingModule;
  let leaves: LeavesService;
  let drop: () => Promise<void>;
  let serial = 0;
  const done: string[] = [];

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    module = await Test.createTestingModule({
      imports: [
        DatabaseModule.forRootAsync({
          useFactory: () => databaseOptions(prepared.environment),
          migrations: [CreateLeaves1764057600001],
        }),
        LeavesModule,
      ],
    }).compile();
    module.useLogger(false);
    await module.init();
    leaves = module.get(LeavesService);
  });
  beforeEach(() => (done.length = 0));
  afterAll(async () => {
    await module.close();
    await drop();
  });

  const newId = (): number => (serial += 1);
  const noting =
    (text: string): (() => void) =>
    () =>
      afterCommit(() => done.push(text));

  it('is done when others can see what the transaction has written, in order', async () => {
    const id = newId();
    const asAnother = AsyncLocalStorage.snapshot() as (call: () => Promise<boolean>) => Promise<boolean>;
    const seen: Promise<boolean>[] = [];
    await leaves.add(id, id, () => {
      afterCommit(() => {
        seen.push(asAnother(() => leaves.has(id)));
      });
      noting('a')();
      noting('b')();
      expect(done).toEqual([]);
    });
    expect(await Promise.all(seen)).toEqual([true]);
    expect(done).toEqual(['a', 'b']);
  });

  it('is not done when the commit fails', async () => {
    const failure: unknown = await leaves.add(newId(), -1, noting('a')).catch((error: unknown) => error);
    expect(databaseErrorOf(failure)).toMatchObject({ constraint: 'FK_leaves_parent' });
    expect(done).toEqual([]);
  });

  it('is not done when the transaction is rolled back', async () => {
    const id = newId();
    const failing = leaves.add(id, id, () => {
      noting('a')();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(done).toEqual([]);
  });

  it('is done once, after the outermost transaction', async () => {
    const id = newId();
    await leaves.add(id, id, async () => {
      await leaves.add(newId(), id, noting('inner'));
      expect(done).toEqual([]);
    });
    expect(done).toEqual(['inner']);
  });

  it('is forgotten with the savepoint that is rolled back, and kept with another one', async () => {
    const id = newId();
    await leaves.add(id, id, async () => {
      const failing = leaves.addWithin(newId(), () => {
        noting('rolled back')();
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await leaves.addWithin(newId(), noting('kept'));
      expect(done).toEqual([]);
    });
    expect(done).toEqual(['kept']);
  });

  it('is done at once where no transaction is open, or the one that began it has ended', async () => {
    noting('outside')();
    expect(done).toEqual(['outside']);
    const id = newId();
    let later: (() => void) | null = null;
    await leaves.add(id, id, () => {
      later = AsyncLocalStorage.bind(noting('later'));
    });
    (later as (() => void) | null)?.();
    expect(done).toEqual(['outside', 'later']);
  });
});

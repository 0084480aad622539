import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Module } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { getDataSourceToken, InjectRepository } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { DatabaseManager, DatabaseModule, databaseOptions, Transactional } from '../../src/database';
import { STORES } from '../../src/database/testing';

// What every introduction to @nestjs/typeorm shows, with DatabaseModule in the place of TypeOrmModule.

@Entity()
class Cat {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;

  @Column({ default: true })
  isActive!: boolean;
}

@Injectable()
class CatsService {
  constructor(@InjectRepository(Cat) private readonly cats: Repository<Cat>) {}

  findAll(): Promise<Cat[]> {
    return this.cats.find({ order: { id: 'ASC' } });
  }

  add(name: string): Promise<Cat> {
    return this.cats.save({ name });
  }

  @Transactional()
  async addAll(names: readonly string[], failure: Error | null): Promise<void> {
    for (const name of names) await this.cats.insert({ name });
    if (failure) throw failure;
  }

  @Transactional()
  async addOutside(name: string, inner: () => Promise<void>): Promise<void> {
    await this.cats.insert({ name });
    await inner();
  }
}

@Module({
  imports: [DatabaseModule.forFeature([Cat])],
  providers: [CatsService],
  exports: [DatabaseModule, CatsService],
})
class CatsModule {}

class CreateCats1 {
  readonly name = 'CreateCats1764057600001';

  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query(
      'CREATE TABLE "cat" ("id" SERIAL PRIMARY KEY, "name" character varying NOT NULL, "isActive" boolean NOT NULL DEFAULT true)',
    );
  }

  async down(): Promise<void> {}
}

describe.each(STORES)('a module of a @nestjs/typeorm tutorial on $store', (target) => {
  let module: TestingModule;
  let cats: CatsService;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    module = await Test.createTestingModule({
      imports: [
        DatabaseModule.forRootAsync({
          useFactory: () => databaseOptions(prepared.environment),
          migrations: [CreateCats1],
        }),
        CatsModule,
      ],
    }).compile();
    module.useLogger(false);
    await module.init();
    cats = module.get(CatsService);
  });
  afterAll(async () => {
    await module.close();
    await drop();
  });
  beforeEach(() => module.get<DataSource>(getDataSourceToken()).getRepository(Cat).clear());

  const names = async (): Promise<string[]> => (await cats.findAll()).map(({ name }) => name);

  it('saves and finds', async () => {
    const saved = await cats.add('Tom');
    expect(saved).toEqual({ id: expect.any(Number) as number, name: 'Tom', isActive: true });
    expect(await cats.findAll()).toEqual([saved]);
  });

  it('commits a transactional method as one', async () => {
    await cats.addAll(['a', 'b'], null);
    expect(await names()).toEqual(['a', 'b']);
  });

  it('takes everything back when a transactional method throws', async () => {
    await expect(cats.addAll(['a', 'b'], new Error('no'))).rejects.toThrow('no');
    expect(await names()).toEqual([]);
  });

  it('joins the transaction of its caller', async () => {
    const failing = cats.addOutside('outer', () => cats.addAll(['inner'], new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await names()).toEqual([]);
  });

  it('keeps the calls of other requests out of a transaction', async () => {
    const asAnotherRequest = AsyncLocalStorage.snapshot() as (call: () => Promise<Cat[]>) => Promise<Cat[]>;
    let seenOutside: Cat[] | null = null;
    let seenInside: Cat[] | null = null;
    await cats.addOutside('inside', async () => {
      seenOutside = await asAnotherRequest(() => cats.findAll());
      seenInside = await cats.findAll();
    });
    expect(seenOutside).toEqual([]);
    expect(seenInside).toMatchObject([{ name: 'inside' }]);
    expect(await names()).toEqual(['inside']);
  });

  it('puts nothing of its own in the way of the requests of other modules', () => {
    const application = module.get(ApplicationConfig);
    expect([...application.getGlobalGuards(), ...application.getGlobalInterceptors()]).toEqual([]);
  });

  it('injects a data source that is one', () => {
    const source: unknown = module.get(getDataSourceToken());
    expect(source).toBeInstanceOf(DataSource);
    expect(module.get(DatabaseManager).state.status).toMatch(/healthy|degraded/);
  });
});

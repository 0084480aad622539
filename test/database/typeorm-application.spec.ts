import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { getRepositoryToken, InjectDataSource, InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { DatabaseManager, DatabaseModule, Transactional } from '../../src/database';
import { createTestDatabase, STORES } from '../../src/database/testing';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { ApplicationModule } from './typeorm-application/application.module';
import { CategoriesService } from './typeorm-application/categories/categories.module';
import { Category } from './typeorm-application/categories/category.entity';
import { TagSchema } from './typeorm-application/categories/tag.schema';
import { Photo } from './typeorm-application/photos/photo.entity';
import {
  PhotosModule,
  PhotosRepository,
  POPULAR_PHOTOS,
  type PopularPhotos,
} from './typeorm-application/photos/photos.module';
import { User } from './typeorm-application/users/user.entity';
import { UserSubscriber } from './typeorm-application/users/user.subscriber';
import { UsersController } from './typeorm-application/users/users.controller';
import { UsersModule } from './typeorm-application/users/users.module';
import { UsersService } from './typeorm-application/users/users.service';

const ada = () => ({ firstName: 'Ada', lastName: 'Lovelace' });
const grace = () => ({ firstName: 'Grace', lastName: 'Hopper' });

/** Work of the application's own that was written for this layer, beside what was not. */
@Injectable()
class Registration {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly photos: PhotosRepository,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  @Transactional()
  async register(failure: Error): Promise<void> {
    const user = await this.users.save(ada());
    await this.photos.save({ name: 'portrait', user });
    await this.dataSource.getRepository(User).save(grace());
    await this.dataSource.manager.update(User, { id: user.id }, { isActive: false });
    throw failure;
  }
}

@Module({ imports: [UsersModule, PhotosModule], providers: [Registration] })
class RegistrationModule {}

/** The tables as the application has made them so far. */
async function makeTables(url: string | undefined): Promise<void> {
  if (url === undefined) return;
  const entities = [User, Photo, Category, TagSchema];
  const former = new DataSource({ type: 'postgres', url, entities, synchronize: true });
  await former.initialize();
  await former.destroy();
}

async function start(environment: Record<string, string>, ...more: DynamicModule[]): Promise<TestingModule> {
  const module = await Test.createTestingModule({
    imports: [DatabaseModule.forRoot({ environment }), ApplicationModule, RegistrationModule, ...more],
  }).compile();
  module.useLogger(false);
  return module.init();
}

describe.each(STORES)('an application that was written for @nestjs/typeorm, on $store', (target) => {
  let module: TestingModule;
  let drop: () => Promise<void>;
  let users: UsersService;

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    await makeTables(prepared.environment['DATABASE_URL']);
    module = await start(prepared.environment);
    users = module.get(UsersController)['usersService'];
  });
  afterAll(async () => {
    await module.close();
    await drop();
  });
  beforeEach(async () => {
    await module.get(DataSource).query('TRUNCATE "user", photo, category, category_closure, tag CASCADE');
    module.get(UserSubscriber).heard.splice(0);
  });

  const names = async (): Promise<string[]> => (await users.findAll()).map(({ firstName }) => firstName);

  it('answers by its controllers', async () => {
    const controller = module.get(UsersController);
    const { id } = await controller.create(ada());
    expect(await controller.findAll()).toEqual([{ id, ...ada(), isActive: true }]);
    await controller.remove(id);
    expect(await controller.findOne(id)).toBeNull();
  });

  it('saves and loads relations, with cascades', async () => {
    const { id } = await users.create(ada(), ['one', 'two']);
    await users.view(id);
    const found = await users.findOne(id);
    expect(found?.photos.map(({ name, views }) => [name, views]).toSorted()).toEqual([
      ['one', 1],
      ['two', 1],
    ]);
    await users.remove(id);
    expect(await module.get(PhotosRepository).count()).toBe(0);
  });

  it('commits what it does with a query runner, or takes it back', async () => {
    await users.createMany([ada(), grace()]);
    expect(await names()).toEqual(['Ada', 'Grace']);
    await expect(users.createMany([ada()], new Error('no'))).rejects.toThrow('no');
    expect(await names()).toEqual(['Ada', 'Grace']);
  });

  it('commits what it does in a callback, or takes it back', async () => {
    await users.createTwo(ada(), grace());
    await expect(users.createTwo(ada(), grace(), new Error('no'))).rejects.toThrow('no');
    expect(await names()).toEqual(['Ada', 'Grace']);
  });

  it('hears of what happens, by a subscriber that has put itself into the data source', async () => {
    await users.create(ada());
    await users.createMany([grace()]);
    expect(module.get(UserSubscriber).heard).toEqual(['Ada', 'Grace']);
  });

  it('has custom repositories, of all three kinds', async () => {
    const { id } = await users.create(ada(), ['seen']);
    await users.view(id);
    const popular = await module.get(PhotosRepository).findPopular(1);
    expect(popular).toMatchObject([{ name: 'seen', user: { firstName: 'Ada' } }]);
    expect(await module.get<PopularPhotos>(POPULAR_PHOTOS).countPopular(1)).toBe(1);
    const { tags } = module.get(CategoriesService);
    await tags.save([{ label: 'b' }, { label: 'a' }]);
    expect(await tags.labels()).toEqual(['a', 'b']);
  });

  it('has repositories of trees', async () => {
    const { categories } = module.get(CategoriesService);
    const parent = await categories.save({ name: 'parent' });
    await categories.save({ name: 'child', parent });
    expect(await categories.findTrees()).toMatchObject([{ name: 'parent', children: [{ name: 'child' }] }]);
  });

  it('asks in SQL', async () => {
    await users.createMany([ada(), grace()]);
    expect(await users.count()).toEqual([{ users: 2 }]);
  });

  it('takes part in a transactional method with all that it has', async () => {
    await expect(module.get(Registration).register(new Error('no'))).rejects.toThrow('no');
    expect(await names()).toEqual([]);
    expect(await module.get(PhotosRepository).count()).toBe(0);
  });

  it('is tested with mocks as before', async () => {
    const findOne = jest.fn().mockResolvedValue(null);
    const tested = await Test.createTestingModule({
      providers: [
        UsersService,
        { provide: getRepositoryToken(User), useValue: {} },
        { provide: getRepositoryToken(Photo), useValue: {} },
        { provide: DataSource, useValue: { getRepository: () => ({ findOne }) } },
        { provide: 'EntityManager', useValue: {} },
      ],
    })
      .useMocker(() => ({}))
      .compile();
    expect(await tested.get(UsersService).findOne(1)).toBeNull();
    expect(findOne).toHaveBeenCalledTimes(1);
  });

  it('has the data source that it asks for', () => {
    const { dataSource } = module.get(ApplicationModule);
    expect(dataSource).toBeInstanceOf(DataSource);
    expect([dataSource.isInitialized, dataSource.options.type]).toEqual([true, 'postgres']);
    expect(dataSource.entityMetadatas.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['User', 'Photo', 'Category', 'Tag']),
    );
  });
});

@Entity()
class Album {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  title!: string;
}

describe('an application that was written for @nestjs/typeorm', () => {
  it('goes on from memory to PostgreSQL with what it was given at its start', async () => {
    const server = await PostgresServer.start();
    await makeTables(server.url());
    await server.stop();
    const module = await start({
      DATABASE_URL: server.url(),
      DATABASE_CONNECT_TIMEOUT_MS: '200',
      DATABASE_RETRY_MIN_MS: '50',
      DATABASE_RETRY_MAX_MS: '100',
    });
    const manager = module.get(DatabaseManager);
    const users = module.get(UsersController)['usersService'];
    try {
      expect(manager.state.status).toBe('degraded');
      await users.create(ada());
      await server.start();
      await eventually(() => manager.state.status === 'healthy');
      await users.create(grace(), ['one']);
      expect(await users.count()).toEqual([{ users: 1 }]);
      expect(await module.get(PhotosRepository).findPopular(0)).toHaveLength(1);
      expect(await module.get<PopularPhotos>(POPULAR_PHOTOS).countPopular(0)).toBe(1);
      expect(module.get(UserSubscriber).heard).toEqual(['Ada', 'Grace']);
      expect(await server.query('SELECT "firstName" FROM "user"')).toEqual([{ firstName: 'Grace' }]);
    } finally {
      await module.close();
      await server.close();
    }
  });

  it('keeps a second database with TypeOrmModule, beside the one that this layer has', async () => {
    const [own, second] = [await createTestDatabase(), await createTestDatabase()];
    await makeTables(own.url);
    const module = await start(
      { DATABASE_URL: own.url },
      TypeOrmModule.forRoot({
        name: 'albums',
        type: 'postgres',
        url: second.url,
        entities: [Album],
        synchronize: true,
      }),
      TypeOrmModule.forFeature([Album], 'albums'),
    );
    try {
      const albums = module.get<Repository<Album>>(getRepositoryToken(Album, 'albums'), { strict: false });
      await albums.save({ title: 'Kind of Blue' });
      expect(await albums.count()).toBe(1);
      expect(await module.get(DataSource).query(`SELECT to_regclass('album') AS album`)).toEqual([
        { album: null },
      ]);
    } finally {
      await module.close();
      await own.drop();
      await second.drop();
    }
  });
});

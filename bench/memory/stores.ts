import { createRequire } from 'node:module';
import * as path from 'node:path';
import { DataSource, type DataSourceOptions, type Repository } from 'typeorm';
import type { BetterSqlite3DataSourceOptions } from 'typeorm/driver/better-sqlite3/BetterSqlite3DataSourceOptions';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { type NewPerson, Person } from '../person.entity';

/** What is measured, one call each. */
export interface Store {
  insertMany(people: readonly NewPerson[]): Promise<unknown>;
  findByKey(id: number): Promise<Person | null>;
  findByEmail(email: string): Promise<Person | null>;
  /** Twenty of a city, the youngest first. */
  findPage(city: string): Promise<Person[]>;
  saveNew(person: NewPerson): Promise<unknown>;
  insertOne(person: NewPerson): Promise<unknown>;
  updateByKey(id: number, age: number): Promise<unknown>;
}

export const STORES = {
  ballast: () => overTypeOrm(new InMemoryDataSource({ entities: [Person], synchronize: true })),
  'better-sqlite3': () => overTypeOrm(new DataSource(sqliteOptions())),
  pglite: () => overTypeOrm(new DataSource(pgliteOptions())),
  map: () => Promise.resolve(new MapStore()),
} satisfies Record<string, () => Promise<Store>>;

export type StoreName = keyof typeof STORES;

/** The peers are installed beside the benchmark, so that nothing else waits for them to be built. */
const requirePeer = createRequire(path.join(__dirname, '..', '..', '..', 'bench', 'peers', 'package.json'));

function sqliteOptions(): BetterSqlite3DataSourceOptions {
  return {
    type: 'better-sqlite3',
    database: ':memory:',
    driver: requirePeer('better-sqlite3') as unknown,
    entities: [Person],
    synchronize: true,
  };
}

function pgliteOptions(): DataSourceOptions {
  const { PGliteDriver } = requirePeer('typeorm-pglite') as {
    PGliteDriver: new (options: object) => { driver: PostgresDataSourceOptions['driver'] };
  };
  return {
    type: 'postgres',
    driver: new PGliteDriver({}).driver,
    installExtensions: false,
    entities: [Person],
    synchronize: true,
  };
}

async function overTypeOrm(dataSource: DataSource): Promise<Store> {
  await dataSource.initialize();
  return new RepositoryStore(dataSource.getRepository(Person));
}

class RepositoryStore implements Store {
  constructor(private readonly people: Repository<Person>) {}

  insertMany(people: readonly NewPerson[]): Promise<unknown> {
    return this.people.insert([...people]);
  }

  findByKey(id: number): Promise<Person | null> {
    return this.people.findOneBy({ id });
  }

  findByEmail(email: string): Promise<Person | null> {
    return this.people.findOneBy({ email });
  }

  findPage(city: string): Promise<Person[]> {
    return this.people.find({ where: { city }, order: { age: 'ASC' }, take: 20 });
  }

  saveNew(person: NewPerson): Promise<unknown> {
    return this.people.save(this.people.create(person));
  }

  insertOne(person: NewPerson): Promise<unknown> {
    return this.people.insert(person);
  }

  updateByKey(id: number, age: number): Promise<unknown> {
    return this.people.update({ id }, { age });
  }
}

type PersonRow = { [Property in keyof Person]: Person[Property] };

/** The most that JavaScript gives: a Map for each key, rows copied on their way in and out, no order, no rules. */
class MapStore implements Store {
  private readonly byId = new Map<number, PersonRow>();
  private readonly byEmail = new Map<string, PersonRow>();

  async insertMany(people: readonly NewPerson[]): Promise<void> {
    for (const person of people) this.put(person);
  }

  async findByKey(id: number): Promise<Person | null> {
    const found = this.byId.get(id);
    return found ? { ...found } : null;
  }

  async findByEmail(email: string): Promise<Person | null> {
    const found = this.byEmail.get(email);
    return found ? { ...found } : null;
  }

  async findPage(city: string): Promise<Person[]> {
    const found = [...this.byId.values()].filter((person) => person.city === city);
    return found
      .toSorted((a, b) => a.age - b.age)
      .slice(0, 20)
      .map((person) => ({ ...person }));
  }

  async saveNew(person: NewPerson): Promise<void> {
    this.put(person);
  }

  async insertOne(person: NewPerson): Promise<void> {
    this.put(person);
  }

  async updateByKey(id: number, age: number): Promise<void> {
    const found = this.byId.get(id);
    if (found) found.age = age;
  }

  private put(person: NewPerson): void {
    const row = { id: this.byId.size + 1, ...person, active: true, note: null };
    this.byId.set(row.id, row);
    this.byEmail.set(row.email, row);
  }
}

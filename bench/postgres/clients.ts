import * as pg from 'pg';
import { DataSource, type Repository } from 'typeorm';
import { databaseOptions } from '../../src/database';
import { ConnectionSource } from '../../src/database/postgres/connection-source';
import { createPostgresStore } from '../../src/database/postgres/postgres-data-source';
import { resolveDatabase } from '../../src/database/resolution/resolve-database';
import { type NewPerson, Person } from '../person.entity';

/** What is measured, one call each. */
export interface Client {
  findByKey(id: number): Promise<unknown>;
  findByEmail(email: string): Promise<unknown>;
  findCity(city: string, age: number): Promise<unknown>;
  exists(email: string): Promise<boolean>;
  count(city: string, age: number): Promise<number>;
  insert(person: NewPerson): Promise<unknown>;
  updateByKey(id: number, age: number): Promise<unknown>;
}

const CONNECTIONS = 16;

export const CLIENTS = {
  'pg, prepared': async (url: string) => new BareClient(url, true),
  pg: async (url: string) => new BareClient(url, false),
  typeorm: async (url: string) =>
    overTypeOrm(new DataSource({ type: 'postgres', url, poolSize: CONNECTIONS, entities: [Person] })),
  ballast: async (url: string) => {
    const options = databaseOptions({ DATABASE_URL: url, DATABASE_POOL_SIZE: String(CONNECTIONS) });
    const resolution = await resolveDatabase(options);
    if (resolution.kind !== 'postgres') throw new Error('no PostgreSQL');
    const times = { retryMinMs: 0, retryMaxMs: 0, refreshAfterMs: 0 };
    const source = new ConnectionSource(resolution.connection, async () => null, times);
    const store = createPostgresStore(source, options, { entities: [Person], migrations: [] });
    return overTypeOrm(store.dataSource);
  },
} satisfies Record<string, (url: string) => Promise<Client>>;

export type ClientName = keyof typeof CLIENTS;
export const CLIENT_NAMES: readonly ClientName[] = ['ballast', 'pg, prepared', 'pg', 'typeorm'];

/** pg by itself, with statements written by hand. */
class BareClient implements Client {
  private readonly pool: pg.Pool;

  constructor(
    url: string,
    private readonly prepare: boolean,
  ) {
    this.pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  }

  async findByKey(id: number): Promise<unknown> {
    return (await this.run('SELECT * FROM people WHERE id = $1', [id])).rows[0];
  }

  async findByEmail(email: string): Promise<unknown> {
    return (await this.run('SELECT * FROM people WHERE email = $1', [email])).rows[0];
  }

  async findCity(city: string, age: number): Promise<unknown> {
    return (await this.run('SELECT * FROM people WHERE city = $1 AND age = $2', [city, age])).rows;
  }

  async exists(email: string): Promise<boolean> {
    return (await this.run('SELECT 1 FROM people WHERE email = $1', [email])).rowCount === 1;
  }

  async count(city: string, age: number): Promise<number> {
    const { rows } = await this.run('SELECT count(*) AS n FROM people WHERE city = $1 AND age = $2', [
      city,
      age,
    ]);
    return Number((rows[0] as { n: string }).n);
  }

  insert({ email, name, city, age }: NewPerson): Promise<unknown> {
    const text = 'INSERT INTO people (email, name, city, age) VALUES ($1, $2, $3, $4) RETURNING id, active';
    return this.run(text, [email, name, city, age]);
  }

  updateByKey(id: number, age: number): Promise<unknown> {
    return this.run('UPDATE people SET age = $2 WHERE id = $1', [id, age]);
  }

  private run(text: string, values: unknown[]): Promise<pg.QueryResult<object>> {
    return this.pool.query({ text, values, name: this.prepare ? text.slice(0, 60) : undefined });
  }
}

async function overTypeOrm(dataSource: DataSource): Promise<Client> {
  await dataSource.initialize();
  return new RepositoryClient(dataSource.getRepository(Person));
}

class RepositoryClient implements Client {
  constructor(private readonly people: Repository<Person>) {}

  findByKey(id: number): Promise<unknown> {
    return this.people.findOneBy({ id });
  }

  findByEmail(email: string): Promise<unknown> {
    return this.people.findOne({ where: { email } });
  }

  findCity(city: string, age: number): Promise<unknown> {
    return this.people.find({ where: { city, age } });
  }

  exists(email: string): Promise<boolean> {
    return this.people.existsBy({ email });
  }

  count(city: string, age: number): Promise<number> {
    return this.people.countBy({ city, age });
  }

  insert(person: NewPerson): Promise<unknown> {
    return this.people.insert(person);
  }

  updateByKey(id: number, age: number): Promise<unknown> {
    return this.people.update({ id }, { age });
  }
}

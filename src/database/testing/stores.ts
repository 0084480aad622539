import { createTestDatabase } from './test-database';

/** The two stores, for `describe.each`: what to set so that an application serves from each. */
export const STORES: readonly {
  readonly store: string;
  prepare(): Promise<{ environment: Record<string, string>; drop(): Promise<void> }>;
}[] = [
  { store: 'memory', prepare: async () => ({ environment: {}, drop: async () => undefined }) },
  {
    store: 'PostgreSQL',
    prepare: async () => {
      const database = await createTestDatabase();
      return { environment: { DATABASE_URL: database.url }, drop: () => database.drop() };
    },
  },
];

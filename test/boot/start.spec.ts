import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

const ROOT = path.join(__dirname, '..', '..');

/** Starts as the service does, answers a request, and tells which files it has loaded. */
const START = `
  const { createApp } = require('./dist/app.setup.js');
  const { parseConfig } = require('./dist/config/config.schema.js');
  createApp(parseConfig(process.env)).then(async (app) => {
    await app.listen(0, '127.0.0.1');
    const { makeSecret } = require('./dist/tokens/token-secret.js');
    const headers = { authorization: 'Bearer ' + makeSecret('session') };
    const { status } = await fetch((await app.getUrl()) + '/v1/users', { headers });
    process.stdout.write(JSON.stringify({ status, files: Object.keys(require.cache) }));
    process.exit();
  });
`;

describe('a start on PostgreSQL', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('loads neither the documentation, nor the engine of the in-memory store, nor what makes pages, belongs to AWS, sends mail or keeps traces', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', START], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'silent', DATABASE_URL: database.url },
    });
    const { status, files } = JSON.parse(stdout) as { status: number; files: string[] };
    // The database was asked, and knows no such token.
    expect(status).toBe(401);
    expect(files.filter((file) => file.includes('/node_modules/typeorm/'))).not.toEqual([]);
    const needless =
      /node_modules\/(@nestjs\/swagger|@opentelemetry|swagger-ui-dist|@fastify\/static|ajv|@aws-sdk|libpg-query|nodemailer|preact|preact-render-to-string)\/|dist\/portal\/pages\/|dist\/database\/memory\/(sql|storage|session|functions)\//;
    expect(files.filter((file) => needless.test(file))).toEqual([]);
  });
});

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { inspectServer } from '../../src/cli/inspect-server';
import { parseConfig } from '../../src/config/config.schema';
import { adviseOnConnection, resolveDatabase } from '../../src/database';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { installCertificate, TestAuthority, testCertificate } from '../support/test-certificates';

const DAY_MS = 86_400_000;

const authority = new TestAuthority('test authority');
const anotherAuthority = new TestAuthority('another authority');
const hosts = ['localhost', '127.0.0.1'];

const CERTIFICATES = {
  good: testCertificate({ issuer: authority, hosts }),
  'for another host': testCertificate({ issuer: authority, hosts: ['db.example.com'] }),
  expired: testCertificate({ issuer: authority, hosts, notBefore: daysAgo(3), notAfter: daysAgo(2) }),
  'self-signed': testCertificate({ hosts }),
  "another authority's": testCertificate({ issuer: anotherAuthority, hosts }),
};

type Answer = { connected: string } | { refused: string };

describe('TLS with a real PostgreSQL', () => {
  let folder: string;
  let server: PostgresServer;
  let authorityFile: string;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-tls-'));
    authorityFile = path.join(folder, 'authority.pem');
    fs.writeFileSync(authorityFile, authority.certificate);
    server = await PostgresServer.start(installCertificate(folder, CERTIFICATES.good));
  });

  afterAll(async () => {
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function use(certificate: keyof typeof CERTIFICATES): Promise<void> {
    installCertificate(folder, CERTIFICATES[certificate]);
    const loadedAt = await loadTime();
    await server.query('SELECT pg_reload_conf()');
    await eventually(async () => (await loadTime()) !== loadedAt);
  }

  async function loadTime(): Promise<string | undefined> {
    const [row] = await server.query<{ at: string }>('SELECT pg_conf_load_time()::text AS at');
    return row?.at;
  }

  /** What the AWS variables for this server are, in every case of this suite. */
  function awsVariables(of: PostgresServer): Record<string, string> {
    return {
      AWS_DB_HOST: 'localhost',
      AWS_DB_PORT: String(of.port),
      AWS_DB_NAME: 'postgres',
      AWS_DB_USER: of.user,
      AWS_DB_PASSWORD: of.password,
    };
  }

  describe.each<[keyof typeof CERTIFICATES, { verifyFull: string; verifyCa: string }]>([
    ['good', { verifyFull: 'TLS', verifyCa: 'TLS' }],
    ['for another host', { verifyFull: "the server's certificate is for another host", verifyCa: 'TLS' }],
    [
      'expired',
      {
        verifyFull: "the server's certificate has expired",
        verifyCa: "the server's certificate has expired",
      },
    ],
    [
      'self-signed',
      {
        verifyFull: "the server's certificate is self-signed",
        verifyCa: "the server's certificate is self-signed",
      },
    ],
    [
      "another authority's",
      {
        verifyFull: "the authority that signed the server's certificate is not trusted",
        verifyCa: "the authority that signed the server's certificate is not trusted",
      },
    ],
  ])('when the certificate is %s', (certificate, { verifyFull, verifyCa }) => {
    beforeAll(() => use(certificate));

    it('[fault 34] verifies it in full for AWS_SSLROOTCERT', async () => {
      const variables = { ...awsVariables(server), AWS_SSLROOTCERT: authorityFile };
      expect(wordsOf(await connect(variables))).toBe(verifyFull);
    });

    it.each([
      ['verify-full', verifyFull],
      ['verify-ca', verifyCa],
      ['require', verifyCa],
    ])('[fault 34] verifies it as libpq does for sslmode=%s with a root certificate', async (mode, words) => {
      const url = `${server.url()}?sslmode=${mode}&sslrootcert=${encodeURIComponent(authorityFile)}`;
      expect(wordsOf(await connect({ DATABASE_URL: url }))).toBe(words);
    });

    it.each([
      ['require', 'TLS'],
      ['prefer', 'TLS'],
      ['allow', 'plain text'],
      ['disable', 'plain text'],
    ])('[fault 34] does not look at it for sslmode=%s without one', async (mode, words) => {
      expect(wordsOf(await connect({ DATABASE_URL: `${server.url()}?sslmode=${mode}` }))).toBe(words);
    });

    it("[fault 34] does not connect for AWS_REQUIRE_SSL alone, because node's own authorities do not know it", async () => {
      const answer = await connect({ ...awsVariables(server), AWS_REQUIRE_SSL: 'true' });
      expect(answer).toHaveProperty('refused');
    });
  });

  it.each([
    ['AWS_REQUIRE_SSL', { AWS_REQUIRE_SSL: 'true' }],
    ['AWS_SSLROOTCERT', { AWS_SSLROOTCERT: 'authority.pem' }],
  ])('[fault 34] never falls back to plain text on a server without TLS: %s', async (_name, variables) => {
    const plain = await PostgresServer.start();
    try {
      const files = Object.entries(variables).map(([key, value]) => [
        key,
        value.endsWith('.pem') ? authorityFile : value,
      ]);
      const tls: Record<string, string> = Object.fromEntries(files);
      expect(await connect({ ...awsVariables(plain), ...tls })).toEqual({ refused: 'the server has no TLS' });
      expect(await connect({ DATABASE_URL: plain.url(), ...tls })).toEqual({
        refused: 'the server has no TLS',
      });
      expect(await connect(awsVariables(plain))).toEqual({ connected: 'plain text' });
    } finally {
      await plain.close();
    }
  });

  it('[fault 34] does not resolve, rather than connect unverified, when the file of AWS_SSLROOTCERT is missing', async () => {
    const variables = { ...awsVariables(server), AWS_SSLROOTCERT: path.join(folder, 'none.pem') };
    const { kind, report } = await resolveDatabase(parseConfig(variables).database);
    expect(kind).toBe('memory');
    expect(report[2]).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/^AWS_SSLROOTCERT: there is no such file/),
    });
  });
});

async function connect(variables: Record<string, string>): Promise<Answer> {
  const { database } = parseConfig(variables);
  const resolution = await resolveDatabase(database);
  if (resolution.kind === 'memory') throw new Error(JSON.stringify(resolution.report));
  try {
    const { tlsVersion } = await inspectServer(resolution.connection, database);
    return { connected: tlsVersion === null ? 'plain text' : 'TLS' };
  } catch (error) {
    return { refused: adviseOnConnection(error).reason };
  }
}

function wordsOf(answer: Answer): string {
  return 'connected' in answer ? answer.connected : answer.refused;
}

/** PostgreSQL takes a key only from its own user or from root, and wants nobody else to read it. */
function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}

import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exitCodeOf } from '../../src/cli/run-command';
import { askService, type ServiceCommand } from '../../src/cli/service-command';
import { manageQuarantine } from '../../src/cli/manage-quarantine';
import { reinitializeDatabase } from '../../src/cli/reinitialize-database';
import { showStatus } from '../../src/cli/show-status';
import { makeSecret } from '../../src/tokens/token-secret';
import { adminToken } from '../support/sign-in';
import { startApp, type TestApp } from '../support/test-app';

/** A port on which nothing listens. */
const NOWHERE = 'http://127.0.0.1:1';

interface Run {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

const COMMANDS: readonly [string, ServiceCommand, string[]][] = [
  ['db:status', showStatus, []],
  ['db:reinitialize', reinitializeDatabase, []],
  ['db:quarantine list', manageQuarantine, ['list']],
];

describe('the commands that ask the running service', () => {
  let service: TestApp;
  let variables: { ADMIN_TOKEN: string };

  beforeAll(async () => {
    service = await startApp();
    variables = { ADMIN_TOKEN: await adminToken(service.app) };
  });
  afterAll(() => service.close());

  it.each(COMMANDS)(
    '%s ends with 69 and says what to do when nobody answers',
    async (_name, command, args) => {
      const { exitCode, out, error } = await run(command, [...args, '--url', NOWHERE]);
      expect([exitCode, out]).toEqual([69, '']);
      expect(error).toMatch(
        /^The service does not answer at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)\. Start it, or .*--url/,
      );
    },
  );

  it.each(COMMANDS)('%s ends with 69 when somebody else answers', async (_name, command, args) => {
    const page: http.RequestListener = (_, answer) => {
      answer.setHeader('content-type', 'text/html').end('<p>Hello</p>');
    };
    const { exitCode, error } = await asking(page, (url) => run(command, [...args, '--url', url]));
    expect(exitCode).toBe(69);
    expect(error).toMatch(/^What answers at http:\S+ is not this service\.$/);
  });

  it.each(COMMANDS)(
    '%s ends with 1 and says how to be let in without a token that does',
    async (_name, command, args) => {
      for (const [shown, code] of [
        [{}, 'unauthenticated'],
        [{ ADMIN_TOKEN: makeSecret('session') }, 'invalid_token'],
      ] as const) {
        const { exitCode, error } = await run(command, [...args, '--url', service.url], shown);
        expect(exitCode).toBe(1);
        expect(error).toMatch(/Set ADMIN_TOKEN to the token of an administrator's session/);
        expect(error).toMatch(new RegExp(String.raw`\(${code}, request \S+\)$`));
      }
    },
  );

  it.each(COMMANDS)('%s ends with 78 and lists every malformed variable', async (_name, command, args) => {
    const { exitCode, error } = await run(command, args, {
      PORT: 'x',
      DATABASE_URL: 'mysql://u:hunter2@h/d',
    });
    expect(exitCode).toBe(78);
    expect(error).toMatch(/PORT must be .*\n {2}DATABASE_URL/);
    expect(error).not.toContain('hunter2');
  });

  it.each<[ServiceCommand, string[], RegExp]>([
    [showStatus, ['more'], /takes no arguments/],
    [showStatus, ['--verbose'], /Unknown option '--verbose'/],
    [showStatus, ['--url'], /'--url <value>' argument missing/],
    [showStatus, ['--url', 'localhost:3000'], /--url must be like/],
    [showStatus, ['--url', 'https://localhost'], /--url must be like/],
    [reinitializeDatabase, ['now'], /takes no arguments/],
    [manageQuarantine, [], /list, show, retry or discard/],
    [manageQuarantine, ['empty'], /list, show, retry or discard/],
    [manageQuarantine, ['list', '1'], /Too many/],
    [manageQuarantine, ['show'], /Give the ID/],
    [manageQuarantine, ['retry', '1', '2'], /Too many/],
    [manageQuarantine, ['retry', '1', '--confirm', '1'], /--confirm is for discard/],
    [manageQuarantine, ['discard', ''], /Give the ID/],
  ])('end with 2 and their usage when they are used wrongly (%#)', async (command, args, reason) => {
    const { exitCode, out, error } = await run(command, args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(error).toMatch(reason);
    expect(error).toMatch(/\nUsage: npm run db:/);
  });

  it('say how they are used', async () => {
    for (const [, command] of COMMANDS) {
      const { exitCode, out } = await run(command, ['--help']);
      expect([exitCode, out]).toEqual([0, command.usage]);
    }
  });

  it('ask at the port of the environment, and want to be told when that is any', async () => {
    const { port } = new URL(service.url);
    expect((await run(showStatus, [], { ...variables, PORT: port })).exitCode).toBe(0);
    expect((await run(showStatus, [], { ...variables, PORT: port, HOST: '0.0.0.0' })).exitCode).toBe(0);
    const { exitCode, error } = await run(showStatus, [], { PORT: '0' });
    expect(exitCode).toBe(2);
    expect(error).toMatch(/PORT is 0.*--url/);
    expect((await run(showStatus, [], { PORT: '1', HOST: '::1' })).error).toContain('http://[::1]:1');
  });

  it('db:status prints the state, as text and as JSON', async () => {
    const { exitCode, out } = await run(showStatus, ['--url', service.url], variables);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^state +degraded since \S+Z: Using fallback in-memory storage\nstep +fallback\n/);
    expect(out).toMatch(/\nmemory +2 rows, \d+ bytes\njournal +none\n[^]*\n1 explicit-url +not configured/);
    const { out: json } = await run(showStatus, ['--json', '--url', service.url], variables);
    expect(JSON.parse(json)).toMatchObject({ state: { status: 'degraded' }, step: 'fallback' });
  });

  it('end with 75 while the service is unhealthy, and cannot tell who may ask', async () => {
    const unhealthy = await startApp({
      DATABASE_URL: `postgresql://u:hunter2@127.0.0.1:1/d`,
      DATABASE_FALLBACK: 'never',
    });
    for (const [, command, args] of COMMANDS) {
      const { exitCode, error } = await run(command, [...args, '--url', unhealthy.url], variables);
      expect(exitCode).toBe(75);
      expect(error).toMatch(/\(database_unavailable, request \S+\)$/);
      expect(error).not.toContain('hunter2');
    }
    await unhealthy.close();
  });

  it('db:status says all the same what everybody is told while it cannot tell who asks', async () => {
    const unhealthy = await startApp({
      DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:1/d',
      DATABASE_FALLBACK: 'never',
    });
    const { exitCode, out, error } = await run(showStatus, ['--url', unhealthy.url], variables);
    expect(exitCode).toBe(75);
    expect(out).toMatch(/^state {2}unhealthy: Health check error: .*\nMore is told to administrators/);
    expect(error).toMatch(/\(database_unavailable, request \S+\)$/);
    const { out: json } = await run(showStatus, ['--json', '--url', unhealthy.url], variables);
    expect(JSON.parse(json)).toMatchObject({ status: 'unhealthy', usingPrimary: true });
    expect(out + json).not.toContain('hunter2');
    await unhealthy.close();
  });

  it('db:reinitialize prints what serves, and names what is wrong with its wait', async () => {
    const { exitCode, out } = await run(
      reinitializeDatabase,
      ['--wait', '5', '--url', service.url],
      variables,
    );
    expect([exitCode, out]).toEqual([
      0,
      'The service is degraded: Using fallback in-memory storage\nstep: fallback',
    ]);
    const wrong = await run(reinitializeDatabase, ['--wait', '61', '--url', service.url], variables);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.error).toMatch(
      /\(malformed_input, request \S+\)\n {2}\/waitSeconds must be a whole number from 0 to 60$/,
    );
  });

  it('db:quarantine ends with 75 while PostgreSQL does not serve', async () => {
    const { exitCode, error } = await run(manageQuarantine, ['list', '--url', service.url], variables);
    expect(exitCode).toBe(75);
    expect(error).toMatch(/not available.*\(database_unavailable, request \S+\)$/);
    const { error: json } = await run(manageQuarantine, ['list', '--json', '--url', service.url], variables);
    expect(JSON.parse(json)).toMatchObject({ status: 503, code: 'database_unavailable' });
  });
});

async function run(
  command: ServiceCommand,
  args: string[],
  variables: Record<string, string> = {},
): Promise<Run> {
  const out: string[] = [];
  const error: string[] = [];
  const exitCode = await exitCodeOf(askService(command, args), () => ({ NODE_ENV: 'test', ...variables }), {
    out: (line) => out.push(line),
    error: (line) => error.push(line),
  });
  return { exitCode, out: out.join('\n'), error: error.join('\n') };
}

/** With a server that answers so. */
async function asking<T>(listener: http.RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

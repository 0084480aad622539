import { Load, NO_CONTRADICTION, type Outcome } from '../support/load';
import { eventually } from '../support/eventually';
import { ServiceProcess } from '../support/service-process';
import { Instances } from './instances';

const WRITERS = 8;
/** Acknowledged before anything happens, and after it. */
const ENOUGH = 150;

describe('instances that come and go under load', () => {
  let instances: Instances;
  let token: string;
  let load: Load | null = null;

  beforeAll(() => ServiceProcess.build(), 180_000);
  afterEach(async () => {
    await load?.stop();
    load = null;
    await instances.close();
  });

  const start = async (environment: Record<string, string> = {}): Promise<void> => {
    instances = await Instances.start(4, { LOG_LEVEL: 'warn', ...environment });
    token = await instances.newAdmin();
  };
  /** What was told to who has asked for a user. */
  const create = async (handle: string): Promise<Outcome> => {
    const body = { email: `${handle}@example.com`, handle };
    const [status, { code }] = await instances.ask('POST', '/v1/users', { token, body });
    if (status === 201) return 'acknowledged';
    // Of the proxy: nobody knows what the one that it has asked has done.
    if (status === 502 || code === 'outcome_unknown') return 'unknown';
    throw new Error(`answered with ${status}: ${String(code)}`);
  };
  const begin = (): Load => (load = new Load(create, WRITERS));
  const goOn = async (running: Load): Promise<void> => {
    const enough = running.acknowledged.length + ENOUGH;
    await eventually(() => running.acknowledged.length > enough, { deadlineMs: 60_000 });
  };
  const handles = async (): Promise<string[]> =>
    (await instances.query<{ handle: string }>(`SELECT handle FROM users WHERE handle LIKE 'w-%'`)).map(
      ({ handle }) => handle,
    );

  it('lose no acknowledged write when one is killed, and the others go on', async () => {
    await start();
    const running = begin();
    await goOn(running);
    const [victim] = instances.services;
    if (victim) await instances.kill(victim);
    await goOn(running);
    await running.stop();
    expect(running.contradictions(await handles())).toEqual(NO_CONTRADICTION);
    // No more than were under way there.
    expect(running.unknown.length).toBeLessThanOrEqual(WRITERS * 4);
    expect(instances.services.map(({ exitCode }) => exitCode)).toEqual([null, null, null]);
  }, 180_000);

  it('are replaced one after another without a request that fails', async () => {
    // Longer than the proxy takes to hear of it.
    await start({ SHUTDOWN_DELAY_MS: '1000' });
    const running = begin();
    await goOn(running);
    const before = instances.services.slice();
    for (const old of before) {
      await instances.add();
      await goOn(running);
      expect(await instances.end(old)).toBe(0);
    }
    await goOn(running);
    await running.stop();
    expect(running.contradictions(await handles())).toEqual(NO_CONTRADICTION);
    expect(running.unknown).toEqual([]);
    expect(instances.proxy.answers.size).toBe(8);
  }, 300_000);
});

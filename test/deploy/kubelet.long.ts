import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { ServiceProcess } from '../support/service-process';
import { Deployed, SECRETS } from './deployed';
import { Kubelet } from './kubelet';

/** The service says what is so after this at the latest. */
const TOLD_MS = 1000;
/** Instead of ten seconds: what PostgreSQL has to hold out for after it has come and gone. */
const WINDOW_MS = 1000;

const production = new Deployed('production');
const { container, pod, settings } = production;
const { periodSeconds, timeoutSeconds, failureThreshold, successThreshold } = container.readinessProbe;

/** How long until the kubelet knows what the service tells. */
const LEAVES_MS = TOLD_MS + (periodSeconds * failureThreshold + timeoutSeconds) * 1000;
const RETURNS_MS = TOLD_MS + WINDOW_MS + (periodSeconds * successThreshold + timeoutSeconds) * 1000;
/** Of DATABASE_RETRY_MAX_MS: a PostgreSQL that was away at the start is looked for at longer and longer intervals. */
const LOOKS_MS = 5000;

/** Ten times as often as the manifest asks: what would end the pod in half a minute would do so in three seconds. */
const IMPATIENT = {
  ...container,
  livenessProbe: { ...container.livenessProbe, periodSeconds: container.livenessProbe.periodSeconds / 10 },
};

describe('a pod of production, watched by the kubelet', () => {
  jest.setTimeout(120_000);

  let server: PostgresServer;
  let service: ServiceProcess | null = null;
  let kubelet: Kubelet | null = null;

  beforeAll(async () => {
    ServiceProcess.build();
    server = await PostgresServer.start();
  });
  afterEach(async () => {
    await kubelet?.stop();
    await service?.kill();
  });
  afterAll(() => server.close());

  /** With the settings of the manifest, but for where everything is. */
  const start = async (): Promise<{ service: ServiceProcess; kubelet: Kubelet; url: string }> => {
    service = ServiceProcess.start({
      ...settings,
      ...SECRETS,
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_HOST: '127.0.0.1',
      METRICS_PORT: '0',
      SMTP_HOST: '127.0.0.1',
      DATABASE_URL: server.url(),
      AWS_DB_SECRET: '',
      AWS_REQUIRE_SSL: '',
      AWS_SSLROOTCERT: '',
      DATABASE_STABILITY_WINDOW_MS: String(WINDOW_MS),
    });
    const url = await service.ready();
    kubelet = new Kubelet(url, IMPATIENT);
    return { service, kubelet, url };
  };

  const becomes = (isReady: boolean, deadlineMs: number): Promise<boolean> =>
    eventually(() => kubelet?.isReady === isReady, { deadlineMs });

  /** Long enough for a liveness that depended on PostgreSQL to end the pod. */
  const outlastsLiveness = async (): Promise<void> => {
    const enough = (kubelet?.liveness.asked ?? 0) + 2 * container.livenessProbe.failureThreshold;
    await eventually(() => (kubelet?.liveness.asked ?? 0) > enough, { deadlineMs: 60_000 });
  };

  it('is not sent requests while PostgreSQL is frozen or away, is again when it is back, and is never restarted', async () => {
    const { kubelet, url } = await start();
    await becomes(true, RETURNS_MS);

    server.freeze();
    const requests = Array.from({ length: 50 }, () =>
      fetch(`${url}/v1/apis`).then((answer) => answer.status),
    );
    await becomes(false, LEAVES_MS);
    await outlastsLiveness();
    expect(kubelet.isReady).toBe(false);
    expect(new Set(await Promise.all(requests))).toEqual(new Set([503]));
    server.thaw();
    await becomes(true, RETURNS_MS);
    expect((await fetch(`${url}/v1/apis`)).status).toBe(200);

    await server.stop();
    await becomes(false, LEAVES_MS);
    await outlastsLiveness();
    await server.start();
    await becomes(true, RETURNS_MS);

    expect(kubelet.liveness.failures).toEqual([]);
    expect(kubelet.liveness.succeeds).toBe(true);
  });

  it('starts while PostgreSQL is away, and is sent requests when it is there', async () => {
    await server.stop();
    const { kubelet } = await start();
    await eventually(() => kubelet.startup.succeeds);
    await outlastsLiveness();
    expect(kubelet.isReady).toBe(false);
    await server.start();
    await becomes(true, LOOKS_MS + RETURNS_MS);
    expect([...kubelet.startup.failures, ...kubelet.liveness.failures]).toEqual([]);
  });

  it('is not sent requests before it stops listening, and ends by itself within the grace period', async () => {
    const { kubelet, service, url } = await start();
    await becomes(true, RETURNS_MS);
    const killedAt = performance.now() + pod.spec.terminationGracePeriodSeconds * 1000;
    service.signal('SIGTERM');
    await becomes(false, LEAVES_MS);
    expect((await fetch(`${url}/v1/apis`)).status).toBe(200);
    expect(await service.exit).toBe(0);
    expect(performance.now()).toBeLessThan(killedAt);
    expect(kubelet.readiness.failures[0]).toMatch(/^503 .*shutting_down/);
  });
});

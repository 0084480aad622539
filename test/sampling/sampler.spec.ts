import { Ring } from '../../src/sampling/ring';
import { Sampler } from '../../src/sampling/sampler.service';
import { eventually } from '../support/eventually';
import { startApp, type TestApp } from '../support/test-app';

describe('the latest of many', () => {
  it.each([
    [0, []],
    [2, [0, 1]],
    [3, [0, 1, 2]],
    [4, [1, 2, 3]],
    [10, [7, 8, 9]],
  ])('are the last three of %i, the oldest first', (many, latest) => {
    const ring = new Ring<number>(3);
    for (let n = 0; n < many; n += 1) ring.push(n);
    expect(ring.items()).toEqual(latest);
  });
});

describe('the samples', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('count what is answered to others than who looks at the status, and what of it went wrong', async () => {
    const sampler = service.app.get(Sampler);
    for (const path of ['/v1/apis', '/health', '/status', '/status/state', '/v1/admin/database/quarantine'])
      await (await fetch(`${service.url}${path}`)).text();
    await eventually(() => {
      const sum = (of: 'requests' | 'failures'): number =>
        sampler.look().reduce((total, sample) => total + sample[of], 0);
      expect([sum('requests'), sum('failures')]).toEqual([3, 0]);
    });
  });

  it('tell how long statements took, from when somebody looked', async () => {
    const sampler = service.app.get(Sampler);
    sampler.look();
    await (await fetch(`${service.url}/v1/apis`)).text();
    await eventually(() => {
      const [told] = sampler.look().flatMap(({ statements }) => statements ?? []);
      expect(told).toMatchObject({ count: expect.any(Number) as number });
      expect(told?.p50Ms).toBeGreaterThan(0);
      expect(told?.p99Ms).toBeGreaterThanOrEqual(told?.p50Ms ?? 0);
    });
  });

  it('tell that the event loop was held up', async () => {
    const sampler = service.app.get(Sampler);
    const until = performance.now() + 500;
    while (performance.now() < until);
    await eventually(() => {
      expect(sampler.look().some(({ delayMs }) => delayMs > 100)).toBe(true);
      expect(sampler.look().some(({ busy }) => busy > 0.1)).toBe(true);
    });
  });
});

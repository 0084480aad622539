import { array, assert, double, property } from 'fast-check';
import { DurationCount } from '../../src/sampling/duration-count';

describe('the durations of a second', () => {
  it('give quantiles to within six percent', () => {
    assert(
      property(
        array(double({ min: 2e-6, max: 30, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (seconds) => {
          const durations = new DurationCount();
          for (const duration of seconds) durations.add(duration);
          const sorted = seconds.toSorted((a, b) => a - b);
          const exact = (part: number): number => (sorted[Math.ceil(sorted.length * part) - 1] ?? 0) * 1e3;
          const taken = durations.take();
          expect(taken?.count).toBe(seconds.length);
          for (const [told, is] of [
            [taken?.p50Ms ?? 0, exact(0.5)],
            [taken?.p99Ms ?? 0, exact(0.99)],
          ] as const)
            expect(Math.abs(told / is - 1)).toBeLessThan(0.061);
        },
      ),
    );
  });

  it('begin anew when they have been told, and are none where nothing was counted', () => {
    const durations = new DurationCount();
    expect(durations.take()).toBeNull();
    for (const seconds of [0, Number.MIN_VALUE, 1e9]) durations.add(seconds);
    expect(durations.take()).toMatchObject({ count: 3 });
    expect(durations.take()).toBeNull();
  });
});

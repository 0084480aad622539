import { Stability } from './stability';

const WINDOW_MS = 10_000;

describe('Stability', () => {
  it('lets a server serve as soon as it answers again', () => {
    const stability = new Stability(WINDOW_MS);
    expect(stability.answered(0)).toBe(true);
    stability.failed(500);
    expect(stability.answered(1_000)).toBe(true);
    stability.failed(60_000);
    expect(stability.answered(60_500)).toBe(true);
  });

  it('lets a server that came and went serve once it has answered for a window', () => {
    const stability = new Stability(WINDOW_MS);
    stability.failed(0);
    expect(stability.answered(1_000)).toBe(true);
    stability.failed(3_000);
    expect(stability.answered(6_000)).toBe(false);
    expect(stability.answered(15_999)).toBe(false);
    expect(stability.answered(16_000)).toBe(true);
    stability.failed(60_000);
    expect(stability.answered(60_001)).toBe(true);
  });

  it.each([500, 1_000, 3_000, 9_000])(
    'lets one that flaps every %d ms serve at most once a window',
    (period) => {
      const stability = new Stability(WINDOW_MS);
      let served = 0;
      let serves = false;
      const duration = 100_000;
      for (let now = 0; now < duration; now += 100) {
        if (Math.floor(now / period) % 2 === 0) {
          const may = stability.answered(now);
          if (may && !serves) served += 1;
          serves = may;
        } else {
          stability.failed(now);
          serves = false;
        }
      }
      expect(served).toBeLessThanOrEqual(duration / WINDOW_MS + 1);
    },
  );
});

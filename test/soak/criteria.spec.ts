import { atMost, growth, MOST_GROWTH, quantile } from './criteria';

describe('The criteria of a soak', () => {
  const samples = (valueAt: (n: number) => number): number[] =>
    Array.from({ length: 400 }, (_, n) => valueAt(n));

  it('find no growth in what warms up, goes to and fro and is flat', () => {
    const values = samples((n) => Math.min(n, 100) + (n % 7));
    expect(growth(values)).toBeCloseTo(1, 1);
    // A moment in which much is needed is none either.
    expect(growth(values.with(390, 10_000))).toBeCloseTo(1, 1);
  });

  it('find the growth of what leaks', () => {
    expect(growth(samples((n) => 100 + n / 4))).toBeGreaterThan(MOST_GROWTH);
  });

  it('are not met by what could not be measured', () => {
    expect(atMost('', growth([]), MOST_GROWTH)).toMatchObject({ isMet: false });
    expect(atMost('', NaN, 0)).toMatchObject({ isMet: false });
    expect(atMost('', 0, 0)).toMatchObject({ isMet: true });
  });

  it('take the value below which so many lie', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([3, 1, 2], 1)).toBe(3);
  });
});

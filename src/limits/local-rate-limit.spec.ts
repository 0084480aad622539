import { LocalRateLimit } from './local-rate-limit';

const RULE = { name: 'rule', limit: 10, windowMs: 60_000 };
const MINUTE = Date.UTC(2026, 0, 1);

describe('the limit of one instance', () => {
  afterEach(() => jest.restoreAllMocks());
  const at = (time: number): void => void jest.spyOn(Date, 'now').mockReturnValue(MINUTE + time);
  const takeMany = (limit: LocalRateLimit, count: number): number =>
    Array.from({ length: count }, () => limit.take('a')).filter(({ isAllowed }) => isAllowed).length;

  it('lets in so many in a window, and says how many are left', () => {
    const limit = new LocalRateLimit(RULE);
    at(45_000);
    expect(limit.take('a')).toEqual({ rule: RULE, isAllowed: true, remaining: 9, resetMs: 15_000 });
    expect(takeMany(limit, 20)).toBe(9);
    expect(limit.take('a')).toMatchObject({ isAllowed: false, remaining: 0 });
    expect(limit.take('b')).toMatchObject({ isAllowed: true });
  });

  it('counts what the window before has of the last minute', () => {
    const limit = new LocalRateLimit(RULE);
    at(59_999);
    expect(takeMany(limit, 20)).toBe(10);
    at(60_000);
    expect(takeMany(limit, 20)).toBe(0);
    at(90_000);
    expect(takeMany(limit, 20)).toBe(5);
    at(180_000);
    expect(takeMany(limit, 20)).toBe(10);
  });

  it('is not slowed down or filled by very many who come once', () => {
    const limit = new LocalRateLimit(RULE);
    at(0);
    for (let i = 0; i < 100_000; i += 1) limit.take(String(i));
    const late = Array.from({ length: 20 }, (_, i) => limit.take(`late ${i}`).isAllowed);
    expect(late.filter(Boolean)).toHaveLength(10);
  });
});

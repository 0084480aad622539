import { isLockedBy, waitAfter } from './otp-rules';

describe('the wait for a new challenge', () => {
  it.each([
    [0, 0],
    [9, 0],
    [10, 5],
    [14, 5],
    [15, 10],
    [20, 20],
    [45, 640],
    [50, 1280],
    [55, 1440],
    [99, 1440],
  ])('is after %d failures %d minutes', (failures, minutes) => {
    expect(waitAfter(failures)).toBe(minutes * 60_000);
  });

  it.each([
    [99, false],
    [100, true],
    [101, true],
  ])('has an end by itself after %d failures: not %s', (failures, isLocked) => {
    expect(isLockedBy(failures)).toBe(isLocked);
  });
});

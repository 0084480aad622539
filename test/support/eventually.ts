import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 10;

/**
 * Waits until `probe` neither throws nor answers false, and returns what it answered.
 * At the deadline it fails with the probe's own last error, so that the test says what was missing.
 */
export async function eventually<T>(probe: () => T | Promise<T>, { deadlineMs = 10_000 } = {}): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await probe();
      if (answer !== false) return answer;
      failure = new Error(`the condition was still false: ${probe.toString()}`);
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline) throw failure;
    await pause(POLL_MS);
  }
}

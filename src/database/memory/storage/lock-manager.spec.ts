import { LockManager } from './lock-manager';
import { LockWait } from './lock-wait';
import { Transaction } from './transaction';
import type { Writer } from './writer';

/** A blocker that tells how many listen to it. */
function blocker(): Writer & { readonly listeners: Set<() => void> } {
  const listeners = new Set<() => void>();
  const listen = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    commitSequence: Infinity,
    writeOrder: Infinity,
    status: 'active',
    transaction: null,
    listeners,
    onEnd: listen,
    onRelease: listen,
  };
}

describe('a wait for a lock', () => {
  const waiting = new Transaction('read committed', false, 0n, () => 0);

  it('leaves nobody listening when its time is up', async () => {
    const held = blocker();
    const wait = new LockManager().wait(waiting, new LockWait([held]), 1);
    expect(held.listeners.size).toBe(2);
    await expect(wait).rejects.toMatchObject({ code: '55P03' });
    expect(held.listeners.size).toBe(0);
  });

  it('listens no longer to the others when one of several gives up its locks', async () => {
    const [one, two] = [blocker(), blocker()];
    const wait = new LockManager().wait(waiting, new LockWait([one, two]), 0);
    for (const wake of one.listeners) wake();
    await wait;
    expect(two.listeners.size).toBe(0);
  });
});

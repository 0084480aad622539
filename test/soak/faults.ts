import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import type { Random } from './random';
import { anyPassword, type World } from './world';

/** Lets a fault last. @param since when it began, on the monotonic clock; by default it begins now */
export type Last = (since?: number) => Promise<void>;

/** Something that goes wrong, and is set right again. */
export interface Fault {
  readonly name: string;
  /** Whether PostgreSQL is not to be had from the beginning on: the service has to say so. It may in any case. */
  readonly isOutage: boolean;
  /** How much longer than others it may take until its end is told, in milliseconds. */
  readonly graceMs?: number;
  /**
   * Causes the fault, lets it last for as long as `last` takes, and sets it right. When it resolves, PostgreSQL can be
   * reached and works.
   */
  run(world: World, last: Last, random: Random): Promise<void>;
}

/** The longest pause of the service between two questions for a secret. */
export const RETRY_MAX_MS = 1_000;

const server: readonly Fault[] = [
  {
    name: 'server killed',
    isOutage: true,
    run: async ({ server }, last) => {
      const since = performance.now();
      await server.kill();
      await last(since);
      await server.start();
    },
  },
  ...(['fast', 'immediate'] as const).map((mode) => ({
    name: `server stopped, ${mode}`,
    isOutage: true,
    run: async ({ server }: World, last: Last) => {
      const since = performance.now();
      await server.stop(mode);
      await last(since);
      await server.start();
    },
  })),
  {
    name: 'server stopped, smart and then fast',
    isOutage: false,
    run: async ({ server }, last, random) => {
      // It takes no new connections, and waits for the old ones to end.
      const stopped = server.stop('smart');
      await pause(random.between(200, 2_000));
      await server.stop('fast');
      await stopped;
      await last();
      await server.start();
    },
  },
  {
    name: 'server frozen',
    isOutage: true,
    run: async ({ server }, last) => {
      server.freeze();
      const since = performance.now();
      // What it had begun to fork meanwhile.
      server.freeze();
      await last(since);
      server.thaw();
    },
  },
  {
    name: 'server read-only',
    isOutage: true,
    run: async ({ server }, last) => {
      await server.reconfigure(['default_transaction_read_only=on']);
      await last();
      await server.reconfigure(['default_transaction_read_only=off']);
    },
  },
  {
    name: 'server flapping',
    isOutage: false,
    run: async ({ server }, _last, random) => {
      for (let times = 0; times < 4; times += 1) {
        await server.stop(random.pick(['fast', 'immediate']));
        await pause(random.between(100, 1_000));
        await server.start();
        await pause(random.between(100, 1_500));
      }
    },
  },
];

const sessions: readonly Fault[] = [
  {
    name: 'session killed',
    isOutage: false,
    run: async (world, last) => {
      // The server ends all others, recovers and goes on.
      await world.killSession();
      await last();
      await eventually(() => world.server.query('SELECT 1'));
    },
  },
  {
    name: 'sessions ended',
    isOutage: false,
    run: async (world, last) => {
      await world.endSessions();
      await last();
      await world.endSessions();
    },
  },
  { name: 'connections used up', isOutage: false, run: (world, last) => world.whileCrowded(() => last()) },
  { name: 'table locked', isOutage: false, run: (world, last) => world.whileLocked(() => last()) },
];

const credentials: readonly Fault[] = [
  {
    name: 'password changed, the secret first',
    isOutage: false,
    run: async (world, last) => {
      for (const wait of [() => last(), () => Promise.resolve()]) {
        const password = anyPassword();
        world.tellPassword(password);
        await world.changePassword(password);
        await world.endSessions();
        await wait();
      }
    },
  },
  {
    name: 'password changed, the secret later',
    isOutage: true,
    graceMs: RETRY_MAX_MS,
    run: async (world, last) => {
      await world.changePassword(anyPassword());
      await world.endSessions();
      await last();
      world.tellPassword();
    },
  },
  {
    name: 'password changed, and changed back',
    isOutage: true,
    run: async (world, last) => {
      const before = await world.changePassword(anyPassword());
      await world.endSessions();
      await last();
      await world.changePassword(before);
    },
  },
];

const network: readonly Fault[] = [
  {
    name: 'connections reset',
    isOutage: false,
    run: async ({ proxy }, last) => {
      proxy.reset();
      await last();
      proxy.reset();
    },
  },
  {
    name: 'connections half closed',
    isOutage: false,
    run: async ({ proxy }, last) => {
      proxy.halfClose();
      await last();
      proxy.halfClose();
    },
  },
  {
    name: 'connections reset after some bytes',
    isOutage: false,
    run: async ({ proxy }, last, random) => {
      proxy.set({ kind: 'reset after', bytes: Math.round(random.between(0, 20_000)) });
      await last();
      proxy.set({ kind: 'clear' });
    },
  },
  {
    name: 'black hole',
    isOutage: true,
    run: async ({ proxy }, last) => {
      proxy.set({ kind: 'black hole' });
      await last();
      proxy.set({ kind: 'clear' });
    },
  },
  {
    name: 'latency',
    isOutage: false,
    run: async ({ proxy }, last, random) => {
      const ms = random.between(10, 100);
      proxy.set({ kind: 'latency', ms, jitterMs: ms });
      await last();
      proxy.set({ kind: 'clear' });
    },
  },
  {
    name: 'byte by byte',
    isOutage: false,
    run: async ({ proxy }, last) => {
      proxy.set({ kind: 'slices' });
      await last();
      proxy.set({ kind: 'clear' });
    },
  },
];

export const FAULTS: readonly Fault[] = [...server, ...sessions, ...credentials, ...network];

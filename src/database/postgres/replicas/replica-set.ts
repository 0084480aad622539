import type { Replica, ReplicaStatus } from './replica';

/** The replicas of one primary, asked all the time, and read from in turn. */
export class ReplicaSet {
  private readonly timer: NodeJS.Timeout | null;
  private checking: Promise<unknown> | null = null;
  private turn = 0;

  constructor(
    private readonly replicas: readonly Replica[],
    probeIntervalMs: number,
  ) {
    this.timer = replicas.length > 0 ? setInterval(() => void this.check(), probeIntervalMs) : null;
    this.timer?.unref();
  }

  /** Asks each how it is. Concurrent calls share one round. */
  check(): Promise<unknown> {
    this.checking ??= Promise.all(this.replicas.map((replica) => replica.check())).finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  /** One to read from; null when there is none, and the primary has to do. */
  choose(): Replica | null {
    const { length } = this.replicas;
    for (let n = 0; n < length; n += 1) {
      this.turn = (this.turn + 1) % length;
      const replica = this.replicas[this.turn];
      if (replica?.isReady) return replica;
    }
    return null;
  }

  get statuses(): ReplicaStatus[] {
    return this.replicas.map(({ status }) => status);
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }
}

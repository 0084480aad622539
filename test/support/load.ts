import { setTimeout as pause } from 'node:timers/promises';

/** What its caller was told of a write. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** Writers go no further than this, so that a test that hangs does not fill the disk. */
const MOST_WRITES = 20_000;

/** After a write that was not acknowledged its writer rests for so long. */
const REST_MS = 5;

/** Writers that go on through a fault and remember what they were told. */
export class Load {
  readonly acknowledged: string[] = [];
  readonly unknown: string[] = [];
  /** Said to have had no effect. */
  readonly refused: string[] = [];
  /** Errors that are no answer of the service's. */
  readonly unexpected: unknown[] = [];
  /** The longest that a write took, in milliseconds. */
  slowestMs = 0;
  private isRunning = true;
  private count = 0;
  private readonly writers: Promise<void>[];

  /** @param write writes a row that holds the token */
  constructor(
    private readonly write: (token: string) => Promise<Outcome>,
    writers = 4,
  ) {
    this.writers = Array.from({ length: writers }, () => this.run());
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.writers);
  }

  /** What contradicts the answers that were given, when these are the tokens of the rows that are there. */
  contradictions(tokens: readonly string[]): object {
    const found = new Set(tokens);
    const refused = new Set(this.refused);
    return {
      lost: this.acknowledged.filter((token) => !found.has(token)),
      twice: tokens.filter((token, index) => tokens.indexOf(token) !== index),
      refusedAndWritten: tokens.filter((token) => refused.has(token)),
      unexpected: this.unexpected,
    };
  }

  private async run(): Promise<void> {
    while (this.isRunning && this.count < MOST_WRITES) {
      this.count += 1;
      const token = `w-${this.count}`;
      const began = performance.now();
      try {
        const outcome = await this.write(token);
        this[outcome].push(token);
        if (outcome !== 'acknowledged') await pause(REST_MS);
      } catch (error) {
        this.unexpected.push(error);
        await pause(REST_MS);
      } finally {
        this.slowestMs = Math.max(this.slowestMs, performance.now() - began);
      }
    }
  }
}

/** What {@link Load.contradictions} finds when every answer was true. */
export const NO_CONTRADICTION = { lost: [], twice: [], refusedAndWritten: [], unexpected: [] };

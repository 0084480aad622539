import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { type Client, Query } from 'pg';
import { onceRead } from './once-read';
import { QueryTimeoutError } from './pool-errors';

/** Fields of pg's Client and Connection that they do not declare. */
interface ClientInternals {
  readonly readyForQuery: boolean;
  readonly pipeline: boolean;
  readonly connection: EventEmitter & { readonly stream: Socket } & Record<Question, () => void>;
  _getActiveQuery(): unknown;
}

/** What a stream (pg-cursor, pg-query-stream) asks of the server, and what ends the answers. */
type Question = 'describe' | 'execute';
const QUESTIONS: readonly Question[] = ['describe', 'execute'];
const ANSWERS = ['rowDescription', 'noData', 'portalSuspended', 'commandComplete'] as const;

/**
 * Closes the socket of a statement that gets no answer in time. pg's own query_timeout only stops to wait: the
 * statement goes on, and the next one waits behind it. Without a socket both fail at once.
 *
 * A stream may take as long as its reader likes: only the silence of a server that owes it something counts.
 */
export class StatementDeadline {
  private readonly internals: ClientInternals;
  private timer: NodeJS.Timeout | null = null;
  private isDue = false;
  /** Whether the server was asked for something that it has not answered to the end; kept for streams alone. */
  private isOwed = false;
  /** How much of it had been read when that was last looked at. */
  private bytesRead = 0;

  /** @param client one that has connected, and whose own listeners are attached */
  constructor(
    client: Client,
    private readonly timeoutMs: number,
  ) {
    this.internals = client as unknown as ClientInternals;
    const { connection } = this.internals;
    before(client as unknown as Record<'query', () => void>, 'query', () => this.begin());
    for (const question of QUESTIONS) before(connection, question, () => this.ask());
    for (const answer of ANSWERS) {
      // Before pg's own listeners, which may ask the next question.
      connection.prependListener(answer, () => {
        this.isOwed = false;
      });
    }
    connection.on('readyForQuery', () => this.answered());
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private begin(): void {
    if (this.timer) {
      // What nothing stands in front of begins anew, also where the connection had no rest in between.
      if (this.internals.readyForQuery) this.timer.refresh();
      return;
    }
    this.timer = setTimeout(() => {
      this.isDue = true;
      onceRead(() => {
        if (this.isDue) this.miss();
      });
    }, this.timeoutMs);
  }

  private ask(): void {
    this.isOwed = true;
    this.bytesRead = this.internals.connection.stream.bytesRead;
    this.begin();
  }

  private answered(): void {
    const { isDue } = this;
    this.isDue = false;
    if (this.internals.readyForQuery) this.stop();
    // Statements that were sent together have that time together, unless one is answered at the last moment.
    else if (isDue || !this.internals.pipeline) this.timer?.refresh();
  }

  private miss(): void {
    this.isDue = false;
    const { stream } = this.internals.connection;
    if (this.isStreaming && (!this.isOwed || stream.bytesRead > this.bytesRead)) {
      this.bytesRead = stream.bytesRead;
      this.timer?.refresh();
    } else {
      stream.destroy(new QueryTimeoutError(this.timeoutMs));
    }
  }

  private get isStreaming(): boolean {
    const active = this.internals._getActiveQuery();
    return active !== null && active !== undefined && !(active instanceof Query);
  }
}

/** Lets something happen before each call of a method. */
function before<Name extends string>(
  of: Record<Name, (...given: never[]) => unknown>,
  name: Name,
  act: () => void,
): void {
  const method = of[name];
  of[name] = (...given) => {
    act();
    return method.apply(of, given);
  };
}

import type { Connection, Submittable } from 'pg';

interface Protocol {
  parse(message: { text: string }): void;
  bind(message: { portal: string; values: unknown[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  flush(): void;
  sync(): void;
}

const PORTAL = 'test';

/** Fetches rows as they are wanted, in the way of pg-cursor, on which streams stand. */
export class TestCursor implements Submittable {
  private connection: Protocol | null = null;
  private rows: unknown[] = [];
  private readonly described: Promise<void>;
  private isDescribed: () => void = () => undefined;
  private settle: { resolve(rows: unknown[]): void; reject(error: unknown): void } | null = null;
  private readonly closed: Promise<void>;
  private isClosed: () => void = () => undefined;
  private error: unknown = null;

  constructor(private readonly text: string) {
    this.described = new Promise((resolve) => (this.isDescribed = resolve));
    this.closed = new Promise((resolve) => (this.isClosed = resolve));
  }

  submit(connection: Connection): void {
    this.connection = connection as unknown as Protocol;
    this.connection.parse({ text: this.text });
    this.connection.bind({ portal: PORTAL, values: [] });
    this.connection.describe({ type: 'P', name: PORTAL });
    this.connection.flush();
  }

  /** The next rows, fewer at the end. */
  async read(count: number): Promise<unknown[]> {
    await this.described;
    return new Promise((resolve, reject) => {
      if (this.error) reject(this.error);
      this.settle = { resolve, reject };
      this.connection?.execute({ portal: PORTAL, rows: count });
      this.connection?.flush();
    });
  }

  async close(): Promise<void> {
    this.connection?.sync();
    await this.closed;
  }

  handleRowDescription(): void {
    this.isDescribed();
  }

  handleDataRow(row: unknown): void {
    this.rows.push(row);
  }

  handlePortalSuspended(): void {
    const { rows } = this;
    this.rows = [];
    this.settle?.resolve(rows);
  }

  handleCommandComplete(): void {
    this.handlePortalSuspended();
  }

  handleReadyForQuery(): void {
    this.isClosed();
  }

  handleError(error: unknown): void {
    this.error = error;
    this.settle?.reject(error);
  }
}

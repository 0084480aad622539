import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

const WRITERS = 16;
const REST_MS = 5;

/** Clients that create users as fast as they are answered, and remember what they were told. */
export class UserWriters {
  /** The handles of users that were acknowledged with 201. */
  readonly acknowledged: string[] = [];
  /** Of users without an answer, or with one that says that nobody knows. */
  readonly unknown: string[] = [];
  /** Answers that no client should get. */
  readonly unexpected: string[] = [];
  private count = 0;
  private readonly taken = ['a', 'b', 'c'].map((name) => `taken-${name}@example.com`);

  /** @param name of the handles; whatever it is, the same addresses are asked for */
  constructor(
    private readonly conflictsPercent: number,
    private readonly name = 'crash',
  ) {}

  /** Gives the addresses that some users ask for to others. */
  async occupy(sql: Client): Promise<void> {
    for (const [n, email] of this.taken.entries()) {
      await sql.query(
        `INSERT INTO users (id, email, handle, role, status, "createdAt", "updatedAt", version)
         VALUES (gen_random_uuid(), $1, $2, 'user', 'active', now(), now(), 1)`,
        [email, `taken-${n}`],
      );
    }
  }

  /** Begins to write; what it answers ends that, once every answer has come or failed to come. */
  begin(url: string, token: string): () => Promise<void> {
    const ending = new AbortController();
    const run = async (): Promise<void> => {
      while (!ending.signal.aborted) await this.write(url, token);
    };
    const writers = Array.from({ length: WRITERS }, run);
    return async () => {
      ending.abort();
      await Promise.all(writers);
    };
  }

  private async write(url: string, token: string): Promise<void> {
    this.count += 1;
    const handle = `${this.name}-${this.count}`;
    const isConflict = this.count % 100 < this.conflictsPercent;
    const email = isConflict ? this.taken[this.count % 3] : `crash-${this.count}@example.com`;
    let response: Response;
    try {
      response = await fetch(`${url}/v1/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ email, handle }),
      });
    } catch {
      this.unknown.push(handle);
      await pause(REST_MS);
      return;
    }
    const body = (await response.json().catch(() => ({}))) as { code?: string };
    if (response.status === 201) this.acknowledged.push(handle);
    else if (body.code === 'outcome_unknown') this.unknown.push(handle);
    // Refused, and told so.
    else if (response.status !== 503 && body.code !== 'user_email_taken')
      this.unexpected.push(`${response.status} ${body.code}`);
  }
}

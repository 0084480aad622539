import { databaseChannels } from '../channels';
import { databaseErrorOf } from '../database-errors';
import { isSameDatabase, type PostgresConnection } from '../resolution/postgres-connection';

/** How the source asks again for credentials. Times in milliseconds. */
export interface RenewalSettings {
  /** Pause between two questions: it grows from the first to the second while the answer stays the same. */
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** Age at which credentials are asked for again before they are refused; 0 is never. */
  readonly refreshAfterMs: number;
}

/**
 * Where connections lead, with the credentials that are known to be right last. When the server refuses them the
 * resolution is asked again, once for all who are refused at the same time.
 */
export class ConnectionSource {
  private renewal: Promise<boolean> | null = null;
  private askedAt = performance.now();
  private askableAt = 0;
  private unchanged = 0;

  /** @param resolve asks the resolution steps; null when they give nothing now */
  constructor(
    private connection: PostgresConnection,
    private readonly resolve: () => Promise<PostgresConnection | null>,
    private readonly settings: RenewalSettings,
  ) {}

  get current(): PostgresConnection {
    const { refreshAfterMs } = this.settings;
    if (refreshAfterMs > 0 && performance.now() - this.askedAt > refreshAfterMs) void this.ask();
    return this.connection;
  }

  /** Whether the server has refused these credentials and there are others to try. */
  async renew(refused: PostgresConnection, error: unknown): Promise<boolean> {
    if (databaseErrorOf(error)?.kind !== 'credentials') return false;
    if (this.connection !== refused) return true;
    if (this.renewal === null && performance.now() < this.askableAt) return false;
    return this.ask();
  }

  private ask(): Promise<boolean> {
    this.renewal ??= this.askOnce().finally(() => {
      this.renewal = null;
    });
    return this.renewal;
  }

  private async askOnce(): Promise<boolean> {
    this.askedAt = performance.now();
    const found = await this.resolve().catch(() => null);
    const isOther = found !== null && hasOtherCredentials(found, this.connection);
    if (isOther) this.connection = found;
    const outcome = found === null ? 'failed' : isOther ? 'renewed' : 'unchanged';
    databaseChannels.credentialsAsked.publish({ outcome });
    // A token is always another one, which does not make it right.
    const isNews = isOther && typeof found.password !== 'function';
    this.unchanged = isNews ? 0 : this.unchanged + 1;
    const { retryMinMs, retryMaxMs } = this.settings;
    // The server may know the new password before the secret does.
    const pause = isNews ? 0 : Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(this.unchanged - 1, 20));
    this.askableAt = performance.now() + pause;
    return isOther;
  }
}

/** Whether it is the same database under another name or password; another server is another store. */
function hasOtherCredentials(a: PostgresConnection, b: PostgresConnection): boolean {
  return isSameDatabase(a, b) && (a.user !== b.user || a.password !== b.password);
}

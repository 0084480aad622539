import { AsyncResource } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { DatabaseManager } from '../database';
import { EventLog } from '../logging/event-log';
import { Token } from './token.entity';

const GRANULARITY_MS = 60_000;

/** Notes when a token was last used: once a minute at most, and when the request has been answered. */
@Injectable()
export class LastUse {
  private readonly log = new EventLog('Tokens');
  /** Tokens whose use is about to be noted. */
  private readonly pending = new Set<string>();

  constructor(
    @InjectRepository(Token) private readonly tokens: Repository<Token>,
    private readonly database: DatabaseManager,
  ) {}

  /** @param response of the request that it was used for */
  note({ id, lastUsedAt }: Pick<Token, 'id' | 'lastUsedAt'>, response: ServerResponse): void {
    const now = new Date();
    const isDue = lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= GRANULARITY_MS;
    if (!isDue || this.pending.has(id)) return;
    this.pending.add(id);
    response.once(
      'close',
      AsyncResource.bind(() => void this.write(id, now)),
    );
  }

  /** Nobody waits for it, and nothing depends on it: the next use tries again. */
  private async write(id: string, lastUsedAt: Date): Promise<void> {
    try {
      const leave = await this.database.admitWrite();
      await this.tokens.update({ id }, { lastUsedAt }).finally(leave);
    } catch (error) {
      this.log.debug({ event: 'tokens.last_use_not_noted', tokenId: id, error });
    } finally {
      this.pending.delete(id);
    }
  }
}

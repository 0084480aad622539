import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DatabaseManager } from '../database';

/**
 * Tells of every change that memory has acknowledged what it survives: nothing, or with a journal a restart and the
 * return of PostgreSQL. While PostgreSQL takes over from memory, changes wait.
 */
export class Durability {
  private readonly told = new WeakMap<FastifyRequest, 'ephemeral' | 'journaled'>();

  constructor(private readonly database: DatabaseManager) {}

  /** Lets a request that changes something begin. */
  async admit(request: FastifyRequest, { raw }: FastifyReply): Promise<void> {
    const leave = await this.database.admitWrite();
    if (raw.closed) leave();
    else raw.once('close', leave);
    // Known from the start: PostgreSQL may have taken over by the time the request is answered.
    const { status, isJournaled } = this.database.state;
    if (status === 'degraded') this.told.set(request, isJournaled ? 'journaled' : 'ephemeral');
  }

  /** Says it in a header of the answer. */
  tell(request: FastifyRequest, reply: FastifyReply): void {
    const durability = this.told.get(request);
    if (durability && reply.statusCode < 300) void reply.header('ballast-durability', durability);
  }
}

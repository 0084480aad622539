import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain.error';
import { TokenVerification } from '../tokens/token-verification.service';
import type { Caller } from './caller';
import { callerOf } from './caller-of';
import { credentialsOf } from './credentials';

/** Finds out who asks on routes that let in everybody. */
@Injectable()
export class Callers {
  constructor(private readonly verification: TokenVerification) {}

  /** @throws ChallengeError; PrimaryUnavailableError where nobody can tell whether the token is in force */
  async get({ raw }: FastifyRequest): Promise<Caller> {
    return callerOf(await this.verification.getLive(credentialsOf(raw)));
  }

  /** Null for who shows no session in force: an old token keeps nobody from signing in. */
  async findSession(request: FastifyRequest): Promise<Caller | null> {
    if (request.headers.authorization === undefined) return null;
    try {
      const caller = await this.get(request);
      return caller.kind === 'session' ? caller : null;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}

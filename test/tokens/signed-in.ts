import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { RateLimitRecord } from '../../src/limits/rate-limit.entity';
import { SessionsService } from '../../src/tokens/sessions.service';
import { hashOf } from '../../src/tokens/token-secret';
import { Token } from '../../src/tokens/token.entity';
import { User } from '../../src/users/user.entity';
import { UsersService } from '../../src/users/users.service';
import type { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

export type Body = Record<string, unknown>;

export interface SignedIn {
  readonly user: User;
  /** Of the session. */
  readonly secret: string;
}

/** An application with people who have signed in, and their requests. */
export class TokenService {
  private serial = 0;

  private constructor(
    readonly service: TestApp,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(
    store: (typeof STORES)[number],
    environment: Record<string, string> = {},
  ): Promise<TokenService> {
    const prepared = await store.prepare();
    const service = await startApp({ ...prepared.environment, ...environment });
    return new TokenService(service, () => prepared.drop());
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.drop();
  }

  get tokens(): Repository<Token> {
    return this.service.app.get<Repository<Token>>(getRepositoryToken(Token));
  }

  get users(): Repository<User> {
    return this.service.app.get<Repository<User>>(getRepositoryToken(User));
  }

  async signIn(role: 'user' | 'admin' = 'user'): Promise<SignedIn> {
    this.serial += 1;
    const { app } = this.service;
    const name = `person-${this.serial}`;
    const { id } = await app.get(UsersService).create({ email: `${name}@example.com`, handle: name });
    await this.users.update({ id }, { role });
    const user = await this.users.findOneByOrFail({ id });
    return { user, secret: (await app.get(SessionsService).open(user)).token };
  }

  /** As an administrator does. */
  async suspend(id: string): Promise<void> {
    await this.service.app.get(UsersService).update(id, null, { status: 'suspended' });
  }

  /** Lets the time pass after which as much may be done again as at first. */
  async forgetLimits(): Promise<void> {
    await this.service.app.get<Repository<RateLimitRecord>>(getRepositoryToken(RateLimitRecord)).clear();
  }

  rowOf(secret: string): Promise<Token> {
    return this.tokens.findOneByOrFail({ tokenHash: hashOf(secret) });
  }

  /** Makes a token through the API. */
  async makeToken({ secret }: SignedIn, fields: Body = {}): Promise<Body & { id: string; token: string }> {
    const response = await this.send('POST', '/v1/tokens', secret, {
      name: 'laptop',
      scopes: ['tokens:read'],
      ...fields,
    });
    if (response.status !== 201) throw new Error(await response.text());
    return (await response.json()) as Body & { id: string; token: string };
  }

  send(
    method: string,
    path: string,
    secret: string | null,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.service.url}${path}`, {
      method,
      headers: {
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined || body instanceof URLSearchParams
          ? {}
          : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
    });
  }

  /** Status and body of an answer. */
  async ask(...request: Parameters<TokenService['send']>): Promise<[number, Body]> {
    const response = await this.send(...request);
    const text = await response.text();
    return [response.status, text === '' ? {} : (JSON.parse(text) as Body)];
  }
}

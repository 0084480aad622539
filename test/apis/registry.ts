import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Api } from '../../src/apis/api.entity';
import { ApiVersion } from '../../src/apis/api-version.entity';
import { searchColumnsOf } from '../../src/apis/api-terms';
import type { STORES } from '../../src/database/testing';
import { type Body, type SignedIn, TokenService } from '../tokens/signed-in';

export const ANY = { 'if-match': '*' };

/** An application with people who have signed in, and the APIs that they make. */
export class Registry {
  private serial = 0;

  private constructor(readonly api: TokenService) {}

  static async start(
    store: (typeof STORES)[number],
    environment: Record<string, string> = {},
  ): Promise<Registry> {
    return new Registry(await TokenService.start(store, environment));
  }

  close(): Promise<void> {
    return this.api.close();
  }

  get apis(): Repository<Api> {
    return this.api.service.app.get<Repository<Api>>(getRepositoryToken(Api));
  }

  get versions(): Repository<ApiVersion> {
    return this.api.service.app.get<Repository<ApiVersion>>(getRepositoryToken(ApiVersion));
  }

  /** Makes an API through the API. @returns it as it was shown */
  async makeApi({ secret }: SignedIn, fields: Body = {}): Promise<Body & { id: string; slug: string }> {
    this.serial += 1;
    const draft = { slug: `api-${this.serial}`, name: `API ${this.serial}`, ...fields };
    return this.made<Body & { id: string; slug: string }>(secret, '/v1/apis', draft);
  }

  async makeVersion({ secret }: SignedIn, slug: string, version: string): Promise<Body & { id: string }> {
    return this.made<Body & { id: string }>(secret, `/v1/apis/${slug}/versions`, { version });
  }

  /** Puts an API into the database as it is, published or not. */
  async insertApi({ user }: SignedIn, fields: Partial<Api> = {}): Promise<Api> {
    this.serial += 1;
    const now = new Date();
    const api = Object.assign(new Api(), {
      id: uuidv7(),
      ownerId: user.id,
      slug: `api-${this.serial}`,
      name: `API ${this.serial}`,
      description: '',
      visibility: 'public',
      lifecycle: 'active',
      tags: [],
      homepageUrl: null,
      latestVersion: null,
      specVersion: null,
      deprecatedAt: null,
      sunsetAt: null,
      successorId: null,
      createdAt: now,
      updatedAt: now,
      revision: 1,
      ...fields,
    });
    Object.assign(api, searchColumnsOf(api));
    await this.apis.insert(api);
    return api;
  }

  /** PUTs a document as it is. @param path of the version */
  upload(
    secret: string,
    path: string,
    text: string | Buffer,
    type = 'application/json',
    headers: Record<string, string> = ANY,
  ): Promise<Response> {
    return fetch(`${this.api.service.url}${path}/document`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${secret}`, 'content-type': type, ...headers },
      body: typeof text === 'string' ? text : new Uint8Array(text),
    });
  }

  private async made<T>(secret: string, path: string, body: Body): Promise<T> {
    const response = await this.api.send('POST', path, secret, body);
    if (response.status !== 201) throw new Error(await response.text());
    return (await response.json()) as T;
  }
}

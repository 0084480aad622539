import { createHash } from 'node:crypto';
import type { Api } from '../../src/apis/api.entity';
import { STORES } from '../../src/database/testing';
import type { Body, SignedIn } from '../tokens/signed-in';
import { openApi } from './documents';
import { ANY, Registry } from './registry';

const JSON_TYPE = 'application/json';
const YAML_TYPE = 'application/yaml';

/** Bytes that no parser and printer would give back. */
const YAML = '\uFEFF# Tiere\r\nopenapi: "3.1.0"\r\ninfo: {title: Zoo ✓, version: "1"}   \npaths: {}\n\n\n';

function digestOf(text: string, algorithm = 'sha256'): string {
  return `:${createHash(algorithm).update(text).digest('base64')}:`;
}

describe.each(STORES)('documents on $store', (store) => {
  let registry: Registry;
  let ada: SignedIn;
  let bob: SignedIn;
  let api: Api;
  let path: string;
  const problem = (code: string): unknown => expect.objectContaining({ code });

  beforeAll(async () => {
    registry = await Registry.start(store);
    ada = await registry.api.signIn();
    bob = await registry.api.signIn();
  });
  beforeEach(async () => {
    api = await registry.insertApi(ada);
    await registry.makeVersion(ada, api.slug, '1.0.0');
    path = `/v1/apis/${api.slug}/versions/1.0.0`;
  });
  afterAll(() => registry.close());

  const get = (headers: Record<string, string> = {}, secret: string | null = ada.secret): Promise<Response> =>
    registry.api.send('GET', `${path}/document`, secret, undefined, headers);
  const put = (
    text: string | Buffer,
    type = JSON_TYPE,
    headers: Record<string, string> = ANY,
    secret = ada.secret,
  ): Promise<Response> => registry.upload(secret, path, text, type, headers);
  const bodyOf = async (response: Response): Promise<[number, Body]> => [
    response.status,
    (await response.json()) as Body,
  ];

  it.each([
    ['JSON', JSON_TYPE, JSON_TYPE, ` ${JSON.stringify(openApi('1', { '/a': [] }), null, 3)}\n\t\n`],
    ['YAML with a mark of byte order', YAML_TYPE, YAML_TYPE, YAML],
    ['YAML by another name', 'text/yaml; charset=utf-8', YAML_TYPE, 'openapi: 3.1.0\n'],
    [
      'JSON by another name',
      'application/vnd.oai.openapi+json;version=3.1',
      JSON_TYPE,
      '{"openapi":"3.1.0"}',
    ],
    ['what is not valid', JSON_TYPE, JSON_TYPE, '{"openapi": "3.1.0", "info": 5'],
  ])('come back to the byte: %s', async (_, sent, stored, text) => {
    const [status, version] = await bodyOf(await put(text, sent));
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect([status, version['sha256'], version['mediaType'], version['revision']]).toEqual([
      200,
      sha256,
      stored,
      2,
    ]);
    const response = await get();
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(text))).toBe(true);
    const digest = `sha-256=${digestOf(text)}`;
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': stored,
      'content-digest': digest,
      'repr-digest': digest,
      etag: `"${String(version['id'])}.2"`,
    });
    const again = await get({ 'if-none-match': `"${String(version['id'])}.2"` });
    expect([again.status, await again.text(), again.headers.get('content-digest')]).toEqual([304, '', null]);
  });

  it('tell of what is in them', async () => {
    const [, version] = await bodyOf(await put(JSON.stringify(openApi('1', { '/a': [], '/b': [] }))));
    expect(version).toMatchObject({ specVersion: '3.1.0', operationCount: 2 });
  });

  describe('with digests', () => {
    const text = JSON.stringify(openApi('1', {}));

    it.each([
      ['sha-256', 'sha256', 'content-digest'],
      ['sha-256', 'sha256', 'repr-digest'],
      ['sha-512', 'sha512', 'content-digest'],
    ])('are taken when these are right: %s by %s in %s', async (name, algorithm, field) => {
      const right = `${name}=${digestOf(text, algorithm)}`;
      const wrong = `${name}=${digestOf(`${text} `, algorithm)}`;
      expect((await put(text, JSON_TYPE, { ...ANY, [field]: `unixsum=:AAAA:, ${right}` })).status).toBe(200);
      expect(await bodyOf(await put(text, JSON_TYPE, { ...ANY, [field]: wrong }))).toEqual([
        400,
        problem('digest_mismatch'),
      ]);
    });

    it.each(['nonsense', 'sha-256=abc', 'sha-256=:a b:', ''])(
      'are refused with %j for one',
      async (value) => {
        expect(await bodyOf(await put(text, JSON_TYPE, { ...ANY, 'content-digest': value }))).toEqual([
          400,
          problem('malformed_input'),
        ]);
      },
    );
  });

  describe('are refused', () => {
    it('beyond a mebibyte, and taken up to it', async () => {
      const text = (bytes: number): string => `{"openapi":"3.1.0"}`.padEnd(bytes, ' ');
      expect((await put(text(1_048_576))).status).toBe(200);
      // The first is refused once it has come, the second before.
      for (const bytes of [1_048_577, 3_000_000])
        expect(await bodyOf(await put(text(bytes)))).toEqual([
          413,
          expect.objectContaining({
            code: 'document_too_large',
            detail: expect.stringContaining('1,048,576 bytes') as string,
          }),
        ]);
    });

    it.each([
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ])('as %s, with what is taken instead', async (type) => {
      const response = await put('a=b', type);
      expect(response.headers.get('accept')?.split(', ')).toEqual(
        expect.arrayContaining([JSON_TYPE, YAML_TYPE, 'application/vnd.oai.openapi+json']),
      );
      expect(await bodyOf(response)).toEqual([
        415,
        expect.objectContaining({
          code: 'unsupported_document_type',
          detail: expect.stringContaining('application/json or application/yaml') as string,
        }),
      ]);
    });

    it('when they are compressed', async () => {
      for (const type of [JSON_TYPE, YAML_TYPE]) {
        const response = await put('{}', type, { ...ANY, 'content-encoding': 'gzip' });
        expect([response.headers.get('accept'), response.headers.get('accept-encoding')]).toEqual([
          null,
          'identity',
        ]);
        expect(await bodyOf(response)).toEqual([415, problem('unsupported_document_type')]);
      }
    });

    it.each([
      ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
      ['U+0000', Buffer.from('{"a":"\0"}')],
    ])('with %s', async (_, bytes) =>
      expect(await bodyOf(await put(bytes))).toEqual([422, problem('document_unreadable')]),
    );

    it('from who has not seen the version, or does not own it', async () => {
      expect((await put('{}', JSON_TYPE, {})).status).toBe(428);
      expect((await put('{}', JSON_TYPE, { 'if-match': '"x.1"' })).status).toBe(412);
      expect((await put('{}', JSON_TYPE, ANY, bob.secret)).status).toBe(403);
    });

    it('of two that are sent at the same time, one', async () => {
      const [, { id }] = await bodyOf(await registry.api.send('GET', path, ada.secret));
      const seen = { 'if-match': `"${String(id)}.1"` };
      const answers = await Promise.all([1, 2, 3].map((n) => put(`{"openapi":"3.1.${n}"}`, JSON_TYPE, seen)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
    });
  });

  it('are bytes at no other place', async () => {
    const response = await registry.api.send('POST', '/v1/apis', ada.secret, undefined, {
      'content-type': YAML_TYPE,
    });
    expect(response.status).not.toBe(201);
    const yaml = await fetch(`${registry.api.service.url}/v1/apis`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.secret}`, 'content-type': YAML_TYPE },
      body: 'slug: yaml-body',
    });
    expect([yaml.status, yaml.headers.get('accept')]).toEqual([415, JSON_TYPE]);
  });

  it('are not there before they were sent', async () => {
    expect(await bodyOf(await get())).toEqual([404, problem('document_not_found')]);
    expect(await bodyOf(await registry.api.send('GET', `${path}/validation`, ada.secret))).toEqual([
      404,
      problem('document_not_found'),
    ]);
  });

  it('of drafts are there for the owner alone', async () => {
    await put('{}');
    for (const secret of [null, bob.secret])
      expect(await bodyOf(await get({}, secret))).toEqual([404, problem('api_version_not_found')]);
  });

  it('are looked at, with the place of each finding', async () => {
    await put(
      'openapi: 3.1.0\ninfo:\n  title: x\n  version: "1"\npaths:\n  /a:\n    get: {}\n  b: {}\n',
      YAML_TYPE,
    );
    const [status, report] = await bodyOf(await registry.api.send('GET', `${path}/validation`, ada.secret));
    expect([status, report['valid']]).toEqual([200, false]);
    for (const finding of report['findings'] as Body[])
      expect(finding).toEqual({
        rule: expect.any(String),
        severity: expect.any(String),
        pointer: expect.any(String),
        line: expect.anything(),
        column: expect.anything(),
        message: expect.any(String),
        hint: expect.any(String),
      });
  });
});

import { once } from 'node:events';
import * as http from 'node:http';
import { gzipSync } from 'node:zlib';
import { makeSecret } from '../../src/tokens/token-secret';
import { MailServer } from '../support/mail-server';
import { STORES } from '../../src/database/testing';
import { type Body, type SignedIn, TokenService } from '../tokens/signed-in';

interface Answered {
  readonly status: number;
  readonly body: Body;
}

type Headers = Record<string, string | string[]>;

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const ANY = { 'if-match': '*' };
const DRAFT = { name: 'x', scopes: ['apis:read'] };
const NOBODY = '00000000-0000-7000-8000-000000000000';
const WHOAMI = '/v1/tokens/whoami';

/** People at the service, and what they may try. */
class Abuse {
  private serial = 0;

  constructor(
    readonly api: TokenService,
    readonly mail: MailServer,
    /** A user, another one, and an administrator: sessions. */
    readonly ada: SignedIn,
    readonly bob: SignedIn,
    readonly root: SignedIn,
  ) {}

  /** Sends what `fetch` would not: the headers as they are, and any bytes. */
  async raw(
    method: string,
    path: string,
    headers: Headers | readonly string[],
    body?: string | Buffer,
  ): Promise<Answered> {
    const request = http.request(`${this.api.service.url}/`, { method, path, headers, agent: false });
    request.end(body);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const text = Buffer.concat(await response.toArray()).toString();
    return { status: response.statusCode ?? 0, body: text === '' ? {} : (JSON.parse(text) as Body) };
  }

  /** As somebody with this token. */
  async as(
    secret: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Headers = {},
  ): Promise<Answered> {
    const content = body === undefined ? {} : JSON_TYPE;
    return this.raw(
      method,
      path,
      { authorization: `Bearer ${secret}`, ...content, ...headers },
      body === undefined ? undefined : JSON.stringify(body),
    );
  }

  asAda(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answered> {
    return this.as(this.ada.secret, method, path, body, headers);
  }

  /** A body as it is, in the place of the draft of a token. */
  draft(body: string | Buffer, headers: Headers = {}): Promise<Answered> {
    const { secret } = this.ada;
    return this.raw(
      'POST',
      '/v1/tokens',
      { authorization: `Bearer ${secret}`, ...JSON_TYPE, ...headers },
      body,
    );
  }

  draftWith(fields: Body): Promise<Answered> {
    return this.draft(JSON.stringify({ ...DRAFT, ...fields }));
  }

  /** An e-mail address and its challenge with the code that came. */
  async challenge(): Promise<{ email: string; id: string; code: string }> {
    this.serial += 1;
    const email = `abuse-${this.serial}@example.com`;
    const { body } = await this.ask(email);
    return { email, id: String(body['challengeId']), code: await this.mail.codeFor(email, 1) };
  }

  ask(email: string, purpose = 'sign_in'): Promise<Answered> {
    return this.raw('POST', '/v1/auth/otps', JSON_TYPE, JSON.stringify({ email, purpose }));
  }

  verify(id: string, code: unknown): Promise<Answered> {
    return this.raw('POST', `/v1/auth/otps/${id}/verify`, JSON_TYPE, JSON.stringify({ code }));
  }

  /** The token of somebody else. */
  async foreign(): Promise<string> {
    return (await this.api.makeToken(this.bob)).id;
  }
}

type Row = readonly [
  name: string,
  status: number,
  code: string | undefined,
  attempt: (on: Abuse) => Promise<Answered>,
];

const OTHER_CODE = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
const OTHER_END = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;

const BODIES: readonly Row[] = [
  ['an unknown field', 400, 'malformed_input', (on) => on.draftWith({ admin: true })],
  ["a field that is the server's to set", 400, 'malformed_input', (on) => on.draftWith({ userId: NOBODY })],
  [
    '__proto__',
    400,
    'malformed_request',
    (on) => on.draft('{"name":"x","__proto__":{"scopes":["admin:db"]}}'),
  ],
  ['__proto__ by its code points', 400, 'malformed_request', (on) => on.draft('{"\\u005f_proto__":{}}')],
  ['__proto__ further down', 400, 'malformed_request', (on) => on.draft('{"name":{"__proto__":{"x":1}}}')],
  [
    'constructor.prototype',
    400,
    'malformed_request',
    (on) => on.draft('{"constructor":{"prototype":{"x":1}}}'),
  ],
  ['constructor', 400, 'malformed_input', (on) => on.draftWith({ constructor: 1 })],
  ['hasOwnProperty', 400, 'malformed_input', (on) => on.draftWith({ hasOwnProperty: 1 })],
  [
    'very deep JSON',
    400,
    'malformed_input',
    (on) => on.draft(`{"name":${'['.repeat(9_000)}${']'.repeat(9_000)}}`),
  ],
  ['deep JSON that does not end', 400, 'malformed_request', (on) => on.draft('['.repeat(100_000))],
  [
    'very many fields',
    400,
    'malformed_input',
    (on) => on.draftWith(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`f${i}`, i]))),
  ],
  ['U+0000', 422, 'invalid_input', (on) => on.draftWith({ name: 'a\0b' })],
  ['a lone surrogate', 422, 'invalid_input', (on) => on.draft('{"name":"\\ud800","scopes":["apis:read"]}')],
  ['a control character in a name', 422, 'invalid_input', (on) => on.draftWith({ name: 'a\u001b[2Jb' })],
  [
    'a second line in a name',
    422,
    'invalid_input',
    (on) => on.draftWith({ name: 'a\r\nBcc: b@example.com' }),
  ],
  ['a name that is turned around', 422, 'invalid_input', (on) => on.draftWith({ name: '\u202egnp.exe' })],
  ['a name of which nothing is seen', 422, 'invalid_input', (on) => on.draftWith({ name: ' \u200b ' })],
  ['a number for a text', 400, 'malformed_input', (on) => on.draftWith({ name: 1 })],
  ['an object for a text', 400, 'malformed_input', (on) => on.draftWith({ name: { $ne: null } })],
  ['a text for a list', 400, 'malformed_input', (on) => on.draftWith({ scopes: 'apis:read' })],
  [
    'a number beyond all integers',
    400,
    'malformed_input',
    (on) => on.draft('{"name":"x","scopes":["apis:read"],"expiresInDays":1e999}'),
  ],
  ['a fraction for an integer', 400, 'malformed_input', (on) => on.draftWith({ expiresInDays: 1.5 })],
  ['a list', 400, 'malformed_input', (on) => on.draft('[]')],
  ['null', 400, 'malformed_input', (on) => on.draft('null')],
  ['a text', 400, 'malformed_input', (on) => on.draft('"x"')],
  ['nothing', 400, 'malformed_request', (on) => on.draft('')],
  ['what is no JSON', 400, 'malformed_request', (on) => on.draft("{name:'x'}")],
  ['two JSON texts', 400, 'malformed_request', (on) => on.draft('{}{}')],
  [
    'bytes that are no UTF-8',
    400,
    'malformed_request',
    (on) => on.draft(Buffer.from('{"name":"\xff"}', 'latin1')),
  ],
  ['more than a megabyte', 413, 'body_too_large', (on) => on.draft(`{"name":"${'x'.repeat(1_100_000)}"}`)],
  [
    'what is compressed',
    415,
    'unsupported_media_type',
    (on) => on.draft(gzipSync('{}'), { 'content-encoding': 'gzip' }),
  ],
  ['plain text', 415, 'unsupported_media_type', (on) => on.draft('{}', { 'content-type': 'text/plain' })],
  ['a form where JSON is due', 415, 'unsupported_media_type', (on) => on.draft('name=x', FORM_TYPE)],
  [
    'a form with a parameter twice',
    400,
    'malformed_request',
    (on) =>
      on.raw(
        'POST',
        '/oauth/introspect',
        { authorization: `Bearer ${on.ada.secret}`, ...FORM_TYPE },
        'token=a&token=b',
      ),
  ],
  [
    'a form with __proto__',
    400,
    'malformed_input',
    (on) =>
      on.raw(
        'POST',
        '/oauth/introspect',
        { authorization: `Bearer ${on.ada.secret}`, ...FORM_TYPE },
        '__proto__=x',
      ),
  ],
  [
    "a role of one's own choice",
    400,
    'malformed_input',
    (on) => on.asAda('PATCH', '/v1/users/me', { role: 'admin' }, ANY),
  ],
  [
    "an address of one's own choice",
    400,
    'malformed_input',
    (on) => on.asAda('PATCH', '/v1/users/me', { email: 'root@example.com' }, ANY),
  ],
  [
    'SQL in a handle',
    422,
    'invalid_input',
    (on) => on.asAda('PATCH', '/v1/users/me', { handle: "x'; DROP TABLE users; --" }, ANY),
  ],
];

const URLS: readonly Row[] = [
  ['an unknown parameter', 400, 'malformed_input', (on) => on.asAda('GET', '/v1/tokens?admin=true')],
  ['a parameter twice', 400, 'malformed_input', (on) => on.asAda('GET', '/v1/tokens?limit=1&limit=2')],
  ['__proto__ as a parameter', 400, 'malformed_input', (on) => on.asAda('GET', '/v1/tokens?__proto__=1')],
  ['a limit of 0', 400, 'malformed_input', (on) => on.asAda('GET', '/v1/tokens?limit=0')],
  ['a limit of 101', 400, 'malformed_input', (on) => on.asAda('GET', '/v1/tokens?limit=101')],
  ['a limit in exponents', 400, 'malformed_input', (on) => on.asAda('GET', '/v1/tokens?limit=1e1')],
  [
    'an order by SQL',
    400,
    'malformed_input',
    (on) => on.asAda('GET', '/v1/tokens?sort=id;DROP%20TABLE%20users'),
  ],
  ['a cursor that was made up', 400, 'invalid_cursor', (on) => on.asAda('GET', '/v1/tokens?cursor=abc')],
  ['a cursor with U+0000', 400, 'invalid_cursor', (on) => on.asAda('GET', '/v1/tokens?cursor=%00')],
  [
    'a cursor that was changed',
    400,
    'invalid_cursor',
    async (on) => {
      const { body } = await on.asAda('GET', '/v1/tokens?limit=1');
      return on.asAda('GET', `/v1/tokens?cursor=${OTHER_END(String(body['nextCursor']))}`);
    },
  ],
  [
    'a cursor of another order',
    400,
    'invalid_cursor',
    async (on) => {
      const { body } = await on.asAda('GET', '/v1/tokens?limit=1');
      return on.asAda('GET', `/v1/tokens?sort=createdAt&cursor=${String(body['nextCursor'])}`);
    },
  ],
  [
    "a cursor of another's list",
    400,
    'invalid_cursor',
    async (on) => {
      await on.foreign();
      const { body } = await on.as(on.bob.secret, 'GET', '/v1/tokens?limit=1');
      return on.asAda('GET', `/v1/tokens?cursor=${String(body['nextCursor'])}`);
    },
  ],
  ['a path in other letters', 404, 'not_found', (on) => on.asAda('GET', '/V1/users/me')],
  ['a path with a slash more', 404, 'not_found', (on) => on.asAda('GET', '/v1//users/me')],
  ['a path with a slash at its end', 401, 'unauthenticated', (on) => on.raw('GET', '/v1/users/me/', {})],
  ['a path with an escape', 401, 'unauthenticated', (on) => on.raw('GET', '/v1/users/%6de', {})],
  ['a method without a body', 401, undefined, (on) => on.raw('HEAD', '/v1/users/me', {})],
  ['an id with U+0000', 404, 'token_not_found', (on) => on.asAda('GET', '/v1/tokens/%00')],
  ['an id with SQL', 404, 'token_not_found', (on) => on.asAda('GET', "/v1/tokens/1'%20OR%20'1'='1")],
  ['a way up the folders', 404, 'not_found', (on) => on.raw('GET', '/docs/../../../../etc/passwd', {})],
  [
    'a way up the folders in disguise',
    404,
    'not_found',
    (on) => on.raw('GET', '/docs/..%2f..%2f..%2fpackage.json', {}),
  ],
  ['an escape that is none', 400, 'malformed_request', (on) => on.asAda('GET', '/v1/tokens/%ff')],
  ['a method that it does not have', 405, 'method_not_allowed', (on) => on.asAda('PUT', '/v1/tokens')],
];

const HEADERS: readonly Row[] = [
  [
    'two tokens in two headers',
    400,
    'two_credentials',
    (on) => on.raw('GET', WHOAMI, { authorization: [`Bearer ${on.ada.secret}`, `Bearer ${on.root.secret}`] }),
  ],
  [
    'two tokens in one header',
    400,
    'two_credentials',
    (on) => on.raw('GET', WHOAMI, { authorization: `Bearer ${on.ada.secret}, Bearer ${on.root.secret}` }),
  ],
  [
    'a token in the header and one in the URL',
    400,
    'two_credentials',
    (on) => on.asAda('GET', `${WHOAMI}?access_token=${on.root.secret}`),
  ],
  [
    'a token in the URL',
    401,
    'token_in_url',
    (on) => on.raw('GET', `${WHOAMI}?access_token=${on.ada.secret}`, {}),
  ],
  [
    'a token in the URL under another name',
    401,
    'token_in_url',
    (on) => on.raw('GET', `${WHOAMI}?x=${on.ada.secret}`, {}),
  ],
  [
    'a token in the URL where none is taken',
    400,
    'malformed_input',
    (on) => on.raw('POST', `/v1/auth/otps?access_token=${on.ada.secret}`, JSON_TYPE, '{}'),
  ],
  [
    'a token in the body',
    401,
    'unauthenticated',
    (on) => on.raw('POST', '/oauth/introspect', FORM_TYPE, `access_token=${on.ada.secret}&token=x`),
  ],
  [
    'a token behind a tab',
    401,
    'invalid_token',
    (on) => on.raw('GET', WHOAMI, { authorization: `Bearer\t${on.ada.secret}` }),
  ],
  [
    'a token with white space in it',
    401,
    'invalid_token',
    (on) => on.raw('GET', WHOAMI, { authorization: `Bearer ${on.ada.secret.replace('_ses_', '_ses_ ')}` }),
  ],
  [
    'a token without its scheme',
    401,
    'invalid_token',
    (on) => on.raw('GET', WHOAMI, { authorization: on.ada.secret }),
  ],
  [
    'a scheme without a token',
    401,
    'invalid_token',
    (on) => on.raw('GET', WHOAMI, { authorization: 'Bearer' }),
  ],
  [
    'a token in a header of its own',
    401,
    'unauthenticated',
    (on) =>
      on.raw('GET', WHOAMI, { 'x-api-key': on.ada.secret, 'proxy-authorization': `Bearer ${on.ada.secret}` }),
  ],
  [
    'a password',
    401,
    'invalid_token',
    (on) => on.raw('GET', WHOAMI, { authorization: 'Basic cm9vdDpyb290' }),
  ],
  [
    'a token in a cookie',
    401,
    'unauthenticated',
    (on) => on.raw('GET', WHOAMI, { cookie: `token=${on.ada.secret}` }),
  ],
  [
    'another method to take in its place',
    405,
    'method_not_allowed',
    (on) => on.asAda('POST', '/v1/users/me', {}, { 'x-http-method-override': 'DELETE' }),
  ],
  [
    'two hosts',
    400,
    'malformed_request',
    (on) => on.raw('GET', WHOAMI, ['host', 'a', 'host', 'b', 'authorization', `Bearer ${on.ada.secret}`]),
  ],
  [
    'another path to take in its place',
    401,
    'unauthenticated',
    (on) => on.raw('GET', WHOAMI, { 'x-original-url': '/health', 'x-rewrite-url': '/health' }),
  ],
  [
    'an Idempotency-Key with white space',
    400,
    'malformed_input',
    (on) => on.asAda('POST', '/v1/tokens', DRAFT, { 'idempotency-key': 'a b' }),
  ],
  [
    'two Idempotency-Keys',
    400,
    'malformed_input',
    (on) => on.asAda('POST', '/v1/tokens', DRAFT, { 'idempotency-key': ['a', 'b'] }),
  ],
  [
    'no If-Match',
    428,
    'precondition_required',
    (on) => on.asAda('PATCH', '/v1/users/me', { displayName: 'x' }),
  ],
  [
    "another's If-Match",
    412,
    'precondition_failed',
    (on) => on.asAda('PATCH', '/v1/users/me', { displayName: 'x' }, { 'if-match': `"${on.bob.user.id}.1"` }),
  ],
  [
    'a weak If-Match',
    412,
    'precondition_failed',
    (on) =>
      on.asAda('PATCH', '/v1/users/me', { displayName: 'x' }, { 'if-match': `W/"${on.ada.user.id}.1"` }),
  ],
  [
    'more than there may be',
    431,
    'headers_too_large',
    (on) => on.raw('GET', WHOAMI, { 'x-long': 'x'.repeat(20_000) }),
  ],
];

const TOKENS: readonly Row[] = [
  ['with a wrong checksum', 401, 'invalid_token', (on) => on.as(OTHER_END(on.ada.secret), 'GET', WHOAMI)],
  ['that is unknown', 401, 'invalid_token', (on) => on.as(makeSecret('session'), 'GET', WHOAMI)],
  [
    'of another kind than it says',
    401,
    'invalid_token',
    (on) => on.as(on.ada.secret.replace('_ses_', '_pat_'), 'GET', WHOAMI),
  ],
  [
    'that was revoked',
    401,
    'invalid_token',
    async (on) => {
      const { id, token } = await on.api.makeToken(on.ada);
      await on.asAda('DELETE', `/v1/tokens/${id}`, undefined, ANY);
      return on.as(token, 'GET', WHOAMI);
    },
  ],
  [
    'that was rotated',
    401,
    'invalid_token',
    async (on) => {
      const { id, token } = await on.api.makeToken(on.ada);
      await on.asAda('POST', `/v1/tokens/${id}/rotate`, { graceSeconds: 0 });
      return on.as(token, 'GET', WHOAMI);
    },
  ],
  [
    'that has expired',
    401,
    'invalid_token',
    async (on) => {
      const { id, token } = await on.api.makeToken(on.ada);
      await on.api.tokens.update({ id }, { createdAt: new Date(0), expiresAt: new Date() });
      return on.as(token, 'GET', WHOAMI);
    },
  ],
  [
    'of who is suspended',
    401,
    'invalid_token',
    async (on) => {
      const { user, secret } = await on.api.signIn();
      await on.api.suspend(user.id);
      return on.as(secret, 'GET', WHOAMI);
    },
  ],
  [
    'of who is gone',
    401,
    'invalid_token',
    async (on) => {
      const { user, secret } = await on.api.signIn();
      await on.api.users.delete({ id: user.id });
      return on.as(secret, 'GET', WHOAMI);
    },
  ],
  [
    'of who is no administrator',
    403,
    'insufficient_scope',
    (on) => on.asAda('POST', '/v1/auth/otps/unlock', { email: 'x@example.com' }),
  ],
  [
    'of who is no administrator any more',
    403,
    'insufficient_scope',
    async (on) => {
      const { user, secret } = await on.api.signIn('admin');
      await on.api.users.update({ id: user.id }, { role: 'user' });
      return on.as(secret, 'POST', '/v1/auth/otps/unlock', { email: 'x@example.com' });
    },
  ],
  [
    'of an administrator who has signed in long ago',
    401,
    'step_up_required',
    async (on) => {
      const { secret } = await on.api.signIn('admin');
      const { id } = await on.api.rowOf(secret);
      await on.api.tokens.update({ id }, { signedInAt: new Date(Date.now() - 601_000) });
      return on.as(secret, 'POST', '/v1/auth/otps/unlock', { email: 'x@example.com' });
    },
  ],
  [
    'for a program, to delete its user',
    401,
    'step_up_required',
    async (on) => {
      const { token } = await on.api.makeToken(on.ada, { scopes: ['profile:write'] });
      return on.as(token, 'DELETE', '/v1/users/me', undefined, ANY);
    },
  ],
  [
    'for a program of an administrator, to administer the database',
    401,
    'step_up_required',
    async (on) => {
      const { token } = await on.api.makeToken(on.root, { scopes: ['admin:db'] });
      return on.as(token, 'POST', '/v1/admin/database/reinitialize');
    },
  ],
  [
    'that was rotated, to rotate it again',
    409,
    'token_not_rotatable',
    async (on) => {
      const { id } = await on.api.makeToken(on.ada);
      await on.asAda('POST', `/v1/tokens/${id}/rotate`, { graceSeconds: 60 });
      return on.asAda('POST', `/v1/tokens/${id}/rotate`, { graceSeconds: 60 });
    },
  ],
  [
    'that was revoked, to rotate it',
    409,
    'token_not_rotatable',
    async (on) => {
      const { id } = await on.api.makeToken(on.ada);
      await on.asAda('DELETE', `/v1/tokens/${id}`, undefined, ANY);
      return on.asAda('POST', `/v1/tokens/${id}/rotate`, {});
    },
  ],
  [
    'to make a token',
    403,
    'session_required',
    async (on) => {
      const { token } = await on.api.makeToken(on.ada, { scopes: ['tokens:write'] });
      return on.as(token, 'POST', '/v1/tokens', DRAFT);
    },
  ],
  [
    'to rotate itself',
    403,
    'session_required',
    async (on) => {
      const { token, id } = await on.api.makeToken(on.ada, { scopes: ['tokens:write'] });
      return on.as(token, 'POST', `/v1/tokens/${id}/rotate`, {});
    },
  ],
  [
    'for more than its user may do',
    403,
    'insufficient_scope',
    (on) => on.draftWith({ scopes: ['admin:users'] }),
  ],
  ['for a scope that there is not', 422, 'invalid_input', (on) => on.draftWith({ scopes: ['*'] })],
  [
    'without the scope that it takes',
    403,
    'insufficient_scope',
    async (on) => {
      const { token } = await on.api.makeToken(on.ada, { scopes: ['apis:read'] });
      return on.as(token, 'GET', '/v1/tokens');
    },
  ],
  [
    "that is another's, to read it",
    404,
    'token_not_found',
    async (on) => on.asAda('GET', `/v1/tokens/${await on.foreign()}`),
  ],
  [
    "that is another's, to change it",
    404,
    'token_not_found',
    async (on) => on.asAda('PATCH', `/v1/tokens/${await on.foreign()}`, { name: 'x' }, ANY),
  ],
  [
    "that is another's, to revoke it",
    404,
    'token_not_found',
    async (on) => on.asAda('DELETE', `/v1/tokens/${await on.foreign()}`, undefined, ANY),
  ],
  [
    "that is another's, to rotate it",
    404,
    'token_not_found',
    async (on) => on.asAda('POST', `/v1/tokens/${await on.foreign()}/rotate`, {}),
  ],
  [
    "that is another's, as an administrator",
    404,
    'token_not_found',
    async (on) => on.as(on.root.secret, 'GET', `/v1/tokens/${await on.foreign()}`),
  ],
];

const CODES: readonly Row[] = [
  [
    'for a challenge that there is not',
    400,
    'otp_invalid',
    (on) => on.verify('00000000-0000-4000-8000-000000000000', '12345678'),
  ],
  ['for what is no challenge', 400, 'otp_invalid', (on) => on.verify("x'--", '12345678')],
  [
    'of another challenge',
    400,
    'otp_invalid',
    async (on) => {
      const [one, other] = [await on.challenge(), await on.challenge()];
      return on.verify(one.id, other.code);
    },
  ],
  [
    'that was used',
    400,
    'otp_invalid',
    async (on) => {
      const { id, code } = await on.challenge();
      await on.verify(id, code);
      return on.verify(id, code);
    },
  ],
  [
    'after five that were wrong',
    400,
    'otp_invalid',
    async (on) => {
      const { id, code } = await on.challenge();
      for (let i = 0; i < 5; i += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after another
        await on.verify(id, OTHER_CODE(code));
      }
      return on.verify(id, code);
    },
  ],
  [
    'in full-width digits',
    422,
    'invalid_input',
    async (on) => {
      const { id, code } = await on.challenge();
      const wide = code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
      return on.verify(id, wide);
    },
  ],
  ['in Arabic digits', 422, 'invalid_input', (on) => on.verify(NOBODY, '١٢٣٤٥٦٧٨')],
  ['with a new line after it', 422, 'invalid_input', (on) => on.verify(NOBODY, '12345678\n')],
  ['as a number', 400, 'malformed_input', (on) => on.verify(NOBODY, 12_345_678)],
  ['as a list of guesses', 400, 'malformed_input', (on) => on.verify(NOBODY, ['12345678', '12345679'])],
  ['that is too short', 422, 'invalid_input', (on) => on.verify(NOBODY, '1234567')],
  [
    'to an address asked for at once again',
    429,
    'rate_limited',
    async (on) => on.ask((await on.challenge()).email),
  ],
  [
    'to an address in other letters asked for at once again',
    429,
    'rate_limited',
    async (on) => on.ask((await on.challenge()).email.toUpperCase()),
  ],
  [
    'sent again at once',
    429,
    'rate_limited',
    async (on) => on.raw('POST', `/v1/auth/otps/${(await on.challenge()).id}/resend`, {}),
  ],
  [
    'to an address with a header behind it',
    422,
    'invalid_input',
    (on) => on.ask('a@example.com\r\nBcc: b@example.com'),
  ],
  ['to an address with a Kelvin sign', 422, 'invalid_input', (on) => on.ask('ada@\u212aing.example.com')],
  ['to an address with a Cyrillic letter', 422, 'invalid_input', (on) => on.ask('ad\u0430@example.com')],
  ['to an address in full width', 422, 'invalid_input', (on) => on.ask('\uff41da@example.com')],
  [
    'of who was suspended since it was sent',
    400,
    'otp_invalid',
    async (on) => {
      const { user } = await on.api.signIn();
      const { body } = await on.ask(user.email);
      const code = await on.mail.codeFor(user.email);
      await on.as(on.root.secret, 'PATCH', `/v1/users/${user.id}`, { status: 'suspended' }, ANY);
      return on.verify(String(body['challengeId']), code);
    },
  ],
  ['to two addresses', 422, 'invalid_input', (on) => on.ask('a@example.com,b@example.com')],
  [
    'to an address that is too long',
    422,
    'invalid_input',
    (on) => on.ask(`${'a'.repeat(60)}@${'b.'.repeat(110)}example.com`),
  ],
  ['for a purpose that there is not', 422, 'invalid_input', (on) => on.ask('a@example.com', 'admin')],
  ['for a step-up of nobody', 401, 'unauthenticated', (on) => on.ask('a@example.com', 'step_up')],
];

describe.each(STORES)('abuse on $store', (store) => {
  let mail: MailServer;
  let on: Abuse;

  beforeAll(async () => {
    mail = await MailServer.start();
    const api = await TokenService.start(store, mail.environment);
    const [ada, bob, root] = [await api.signIn(), await api.signIn(), await api.signIn('admin')];
    on = new Abuse(api, mail, ada, bob, root);
  });
  afterAll(async () => {
    await on.api.close();
    await mail.close();
  });

  describe.each([
    ['a body', BODIES],
    ['a URL', URLS],
    ['headers', HEADERS],
    ['a token', TOKENS],
    ['a code', CODES],
  ])('by %s', (_place, rows) => {
    it.each(rows)('%s: %i %s', async (_name, status, code, attempt) => {
      const answered = await attempt(on);
      expect([answered.status, answered.body['code']]).toEqual([status, code]);
      expect(JSON.stringify(answered.body)).not.toMatch(
        /SELECT|INSERT|UPDATE|node_modules|apr_(ses|pat|svc)_[0-9A-Za-z]{8}/,
      );
    });
  });

  it('by twenty guesses at the same time counts five, and lets in nobody after them', async () => {
    const { id, code } = await on.challenge();
    const wrong = OTHER_CODE(code);
    const guesses = await Promise.all(Array.from({ length: 20 }, () => on.verify(id, wrong)));
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([400]));
    expect((await on.verify(id, code)).status).toBe(400);
  });

  it('by the right code at the same time opens one session', async () => {
    const { id, code } = await on.challenge();
    const answers = await Promise.all(Array.from({ length: 10 }, () => on.verify(id, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("by revoking another's token by its secret leaves it in force, and does not tell", async () => {
    const { token } = await on.api.makeToken(on.bob);
    const revoke = await on.raw(
      'POST',
      '/oauth/revoke',
      { authorization: `Bearer ${on.ada.secret}`, ...FORM_TYPE },
      `token=${token}`,
    );
    expect(revoke).toEqual({ status: 200, body: {} });
    expect((await on.as(token, 'GET', WHOAMI)).status).toBe(200);
  });

  it('has left the service and its users as they were', async () => {
    expect((await on.asAda('GET', '/v1/users/me')).body).toMatchObject({ role: 'user', version: 1 });
    expect(({} as Body)['scopes']).toBeUndefined();
    expect((await on.raw('GET', '/health/live', {})).status).toBe(200);
  });
});

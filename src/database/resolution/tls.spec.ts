import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { TestAuthority, testCertificate } from '../../../test/support/test-certificates';
import type { SslMode } from './ssl-mode';
import { type TlsFile, tlsSettingsOf } from './tls';

const authority = new TestAuthority('test authority');
const client = testCertificate({ issuer: authority });

describe('tlsSettingsOf', () => {
  let folder: string;

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-tls-'));
  });

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  function file(name: string, content?: string): TlsFile {
    const target = path.join(folder, name);
    if (content !== undefined) fs.writeFileSync(target, content);
    return { path: target, setting: 'AWS_SSLROOTCERT' };
  }

  it.each<SslMode>(['disable', 'allow'])('sends plain text for %s', async (mode) => {
    expect(await tlsSettingsOf({ mode })).toBe(false);
  });

  it.each<[SslMode, { root: boolean; verified: boolean; namesHost: boolean }]>([
    ['prefer', { root: false, verified: false, namesHost: false }],
    ['prefer', { root: true, verified: false, namesHost: false }],
    ['require', { root: false, verified: false, namesHost: false }],
    ['require', { root: true, verified: true, namesHost: false }],
    ['verify-ca', { root: false, verified: true, namesHost: false }],
    ['verify-ca', { root: true, verified: true, namesHost: false }],
    ['verify-full', { root: false, verified: true, namesHost: true }],
    ['verify-full', { root: true, verified: true, namesHost: true }],
  ])('checks for %s what libpq checks: %j', async (mode, { root, verified, namesHost }) => {
    const rootCert = root ? file('ca.pem', authority.certificate) : undefined;
    const settings = await tlsSettingsOf({ mode, rootCert });
    expect(settings).toMatchObject({ rejectUnauthorized: verified, minVersion: 'TLSv1.2' });
    expect(settings).toHaveProperty('ca', root ? authority.certificate : undefined);
    expect(settings && verified && settings.checkServerIdentity === undefined).toBe(namesHost);
  });

  it("trusts node's own authorities, and checks the host, for the root certificate system", async () => {
    const settings = await tlsSettingsOf({
      mode: 'require',
      rootCert: { path: 'system', setting: 'sslrootcert' },
    });
    expect(settings).toEqual({ rejectUnauthorized: true, ca: undefined, minVersion: 'TLSv1.2' });
  });

  it("hands over the client's certificate and key", async () => {
    const cert = file('client.pem', client.certificate);
    const key = file('client.key', client.key);
    expect(await tlsSettingsOf({ mode: 'require', cert, key })).toMatchObject({
      cert: client.certificate,
      key: client.key,
    });
  });

  it.each<[string, () => TlsFile, RegExp]>([
    ['missing', () => file('none.pem'), /AWS_SSLROOTCERT: there is no such file/],
    ['a folder', () => ({ path: folder, setting: 'AWS_SSLROOTCERT' }), /this is a folder/],
    ['empty', () => file('empty.pem', ''), /holds no PEM certificate/],
    ['a key', () => file('key.pem', client.key), /holds no PEM certificate/],
    ['damaged', () => file('bad.pem', authority.certificate.replace(/M/g, 'N')), /holds no PEM certificate/],
  ])('refuses a root certificate that is %s, and names the setting', async (_name, rootCert, message) => {
    const settings = tlsSettingsOf({ mode: 'verify-full', rootCert: rootCert() });
    await expect(settings).rejects.toMatchObject({
      code: 'tls_file',
      message: expect.stringMatching(message),
    });
  });

  it('refuses a key that cannot be read', async () => {
    const cert = file('client.pem', client.certificate);
    const settings = tlsSettingsOf({ mode: 'require', cert, key: file('bad.key', 'x') });
    await expect(settings).rejects.toThrow(/no PEM private key/);
  });
});

import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import { isIP } from 'node:net';
import * as path from 'node:path';

/** A certificate and its key, as PEM. */
export interface TestCertificate {
  certificate: string;
  key: string;
}

export interface TestCertificateOptions {
  /** Host names and IPv4 addresses that the certificate is for. */
  hosts?: readonly string[];
  /** Absent: self-signed. */
  issuer?: TestAuthority;
  notBefore?: Date;
  notAfter?: Date;
}

/** A certificate authority of a test's own. */
export class TestAuthority implements TestCertificate {
  readonly key: string;
  readonly certificate: string;

  constructor(readonly name: string) {
    ({ key: this.key, certificate: this.certificate } = createCertificate(name, { authority: true }));
  }
}

/** Makes a certificate with node alone, valid from yesterday until tomorrow unless told otherwise. */
export function testCertificate(options: TestCertificateOptions): TestCertificate {
  return createCertificate('ballast test server', { ...options, authority: false });
}

/** Puts a certificate where a PostgreSQL of a test may read it, in place of one that was there. @returns its settings */
export function installCertificate(folder: string, { certificate, key }: TestCertificate): string[] {
  const certificateFile = path.join(folder, 'server.pem');
  const keyFile = path.join(folder, 'server.key');
  fs.chmodSync(folder, 0o755);
  fs.writeFileSync(certificateFile, certificate);
  fs.rmSync(keyFile, { force: true });
  fs.writeFileSync(keyFile, key, { mode: 0o600 });
  if (process.getuid?.() === 0) fs.chownSync(keyFile, 65_534, 65_534);
  return ['ssl=on', `ssl_cert_file='${certificateFile}'`, `ssl_key_file='${keyFile}'`];
}

const DAY_MS = 86_400_000;
const OID = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  basicConstraints: '551d13',
  altName: '551d11',
};

/** X.509 v3 after RFC 5280, section 4.1, written in DER. */
function createCertificate(
  name: string,
  options: TestCertificateOptions & { authority: boolean },
): TestCertificate {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { issuer, hosts = [], authority } = options;
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY_MS);
  const notAfter = options.notAfter ?? new Date(Date.now() + DAY_MS);
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const extensions = sequence(
    extension(OID.basicConstraints, sequence(...(authority ? [der(0x01, Buffer.from([0xff]))] : []))),
    ...(hosts.length > 0 ? [extension(OID.altName, sequence(...hosts.map(alternativeName)))] : []),
  );
  const content = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), crypto.randomBytes(15)])),
    algorithm,
    distinguishedName(issuer?.name ?? name),
    sequence(utcTime(notBefore), utcTime(notAfter)),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = crypto.sign('sha256', content, issuer?.key ?? privateKey);
  const certificate = sequence(content, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    certificate: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts));
const integer = (value: Buffer) => der(0x02, value);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value));

function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid(OID.commonName), der(0x0c, Buffer.from(name)))));
}

function alternativeName(host: string): Buffer {
  return isIP(host) === 4
    ? der(0x87, Buffer.from(host.split('.').map(Number)))
    : der(0x82, Buffer.from(host));
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

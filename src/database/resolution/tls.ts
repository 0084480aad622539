import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { errorSignals } from './error-signals';
import { ResolutionFailure } from './resolution-failure';
import { isPlainText, type SslMode } from './ssl-mode';

/** What goes to node's `tls.connect`. */
export interface TlsSettings {
  rejectUnauthorized: boolean;
  /** PEM certificates to trust in place of node's own list. */
  ca?: string;
  cert?: string;
  key?: string;
  /** Present where the host's name is not to be checked. */
  checkServerIdentity?: () => undefined;
  minVersion: 'TLSv1.2';
}

/** A file, and the setting to name when it cannot be read. */
export interface TlsFile {
  path: string;
  setting: string;
}

export interface TlsRequest {
  mode: SslMode;
  rootCert?: TlsFile;
  cert?: TlsFile;
  key?: TlsFile;
}

/** libpq 16: `sslrootcert=system` trusts what the platform trusts, here node's own list of authorities. */
const SYSTEM_ROOTS = 'system';

/**
 * Says what an sslmode means for node's TLS, and reads the files it names.
 *
 * | mode | wire | server checked |
 * |---|---|---|
 * | disable, allow | plain text | |
 * | prefer | TLS | no |
 * | require | TLS | its authority if a root certificate is given (libpq does so too), else no |
 * | verify-ca | TLS | its authority |
 * | verify-full | TLS | its authority and its name |
 *
 * Two modes of libpq try both wires. pg tries one, so `allow` takes the first that libpq would try and
 * `prefer` keeps to TLS: what was asked to be private is never sent in plain text because a server, or
 * somebody in between, said that it has no TLS.
 *
 * @throws ResolutionFailure 'tls_file'
 */
export async function tlsSettingsOf(request: TlsRequest): Promise<false | TlsSettings> {
  const { mode, rootCert } = request;
  if (isPlainText(mode)) return false;
  const ca =
    rootCert === undefined || rootCert.path === SYSTEM_ROOTS ? undefined : await readCertificates(rootCert);
  const verified =
    mode === 'verify-ca' || mode === 'verify-full' || (mode === 'require' && rootCert !== undefined);
  const namesHost = mode === 'verify-full' || rootCert?.path === SYSTEM_ROOTS;
  return {
    rejectUnauthorized: verified,
    minVersion: 'TLSv1.2',
    ca,
    ...(verified && !namesHost && { checkServerIdentity: () => undefined }),
    ...(request.cert && { cert: await readCertificates(request.cert) }),
    ...(request.key && { key: await readPrivateKey(request.key) }),
  };
}

async function readCertificates(file: TlsFile): Promise<string> {
  const pem = await readPem(file);
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate)) {
    throw new ResolutionFailure(
      'tls_file',
      `${file.setting}: the file holds no PEM certificate that can be read`,
    );
  }
  return pem;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

async function readPrivateKey(file: TlsFile): Promise<string> {
  const pem = await readPem(file);
  try {
    createPrivateKey(pem);
  } catch (cause) {
    throw new ResolutionFailure(
      'tls_file',
      `${file.setting}: the file holds no PEM private key that can be read without a passphrase`,
      { cause },
    );
  }
  return pem;
}

async function readPem(file: TlsFile): Promise<string> {
  try {
    return await readFile(file.path, 'utf8');
  } catch (cause) {
    throw new ResolutionFailure('tls_file', `${file.setting}: ${whyUnreadable(cause)}`, { cause });
  }
}

function whyUnreadable(error: unknown): string {
  switch (errorSignals(error).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file; give the path of a PEM file that is mounted where the process runs';
    case 'EACCES':
    case 'EPERM':
      return 'the file may not be read by the user that the process runs as';
    case 'EISDIR':
      return 'this is a folder; give the path of the PEM file in it';
    case undefined:
    default:
      return 'the file cannot be read';
  }
}

import { readFileSync } from 'node:fs';
import { ResolutionError } from './resolution-error';

/** libpq's sslmode, with its meaning (PostgreSQL manual, "SSL Mode Descriptions"). */
export type SslMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export const SSL_MODES: readonly SslMode[] = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
];

export interface TlsSettings {
  readonly mode: Exclude<SslMode, 'disable' | 'allow' | 'prefer'>;
  /** The certificate authorities to trust, PEM; without them, Node's own. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface TlsFiles {
  readonly rootCert?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * What an sslmode asks for. `allow` and `prefer` accept plain text in libpq, and pg has no such
 * negotiation: they connect without TLS, which is what they promise at least.
 *
 * With a root certificate `require` verifies the chain, as in libpq.
 *
 * @throws ResolutionError when a file cannot be read
 */
export function tlsSettings(mode: SslMode, files: TlsFiles, key: string): TlsSettings | false {
  if (mode === 'disable' || mode === 'allow' || mode === 'prefer') return false;
  const verified = mode === 'require' && files.rootCert ? 'verify-ca' : mode;
  return {
    mode: verified,
    ...(files.rootCert ? { ca: readPem(files.rootCert, key) } : {}),
    ...(files.cert ? { cert: readPem(files.cert, 'sslcert') } : {}),
    ...(files.key ? { key: readPem(files.key, 'sslkey') } : {}),
  };
}

/** The settings as `tls.connect` takes them. `verify-ca` checks the chain and not the name; `require` neither. */
export function tlsConnectOptions({ mode, ca, cert, key }: TlsSettings): Record<string, unknown> {
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

function readPem(path: string, key: string): string {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ResolutionError(
      key,
      `${key} names a file that cannot be read (${reason}). Mount the file, or correct the path.`,
    );
  }
  if (!content.includes('-----BEGIN ')) {
    throw new ResolutionError(
      key,
      `${key} names a file that is not PEM. Give a file with "-----BEGIN CERTIFICATE-----".`,
    );
  }
  return content;
}

/** libpq's names for how much TLS protects. What each means here is told in tls.ts. */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

export type SslMode = (typeof SSL_MODES)[number];

/** The modes that put a connection on the wire in plain text. */
export function isPlainText(mode: SslMode): boolean {
  return mode === 'disable' || mode === 'allow';
}

/** The modes that a server without TLS must not satisfy in libpq. */
export function demandsTls(mode: SslMode): boolean {
  return mode === 'require' || mode === 'verify-ca' || mode === 'verify-full';
}

export function isSslMode(text: string): text is SslMode {
  return SSL_MODES.some((mode) => mode === text);
}

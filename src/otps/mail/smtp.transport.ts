import type { Transporter } from 'nodemailer';
import type { SmtpOptions } from '../../config/config';
import { type Mail, MailRefusedError, MailServerNotTrustedError, type MailTransport } from './mail';

/** Codes of node and OpenSSL for certificates that do not do (node: `tls`, "X509 certificate error codes"). */
const CERTIFICATE_FAULT = /CERT|CRL|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/;

const MOST_CONNECTIONS = 5;
const IDLE_MS = 10_000;

/** Marks a mail that a machine has written: nobody's absence is to answer it (RFC 3834, section 5). */
const HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

/** Gives mail to an SMTP server. */
export class SmtpTransport implements MailTransport {
  private transporter: Promise<Transporter> | null = null;

  constructor(private readonly options: SmtpOptions) {}

  async send({ to, subject, text, html }: Mail): Promise<void> {
    // The library takes long to load, and a start does not need it.
    this.transporter ??= connect(this.options);
    const transporter = await this.transporter;
    try {
      await transporter.sendMail({ from: this.options.from, to, subject, text, html, headers: HEADERS });
    } catch (error) {
      const { permanent, originalCode } = error as { permanent?: unknown; originalCode?: unknown };
      if (permanent === true) throw new MailRefusedError({ cause: error });
      if (typeof originalCode === 'string' && CERTIFICATE_FAULT.test(originalCode))
        throw new MailServerNotTrustedError(originalCode, { cause: error });
      throw error;
    }
  }

  close(): void {
    void this.transporter?.then((transporter) => transporter.close());
  }
}

async function connect(options: SmtpOptions): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { host, port, security, credentials, timeoutMs } = options;
  return createTransport({
    pool: true,
    maxConnections: MOST_CONNECTIONS,
    idleTimeout: IDLE_MS,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password } }),
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

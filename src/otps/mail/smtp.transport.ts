import type { Transporter } from 'nodemailer';
import type { SmtpOptions } from '../../config/config';
import { type Mail, MailRefusedError, type MailTransport } from './mail';

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
      if ((error as { permanent?: unknown }).permanent === true) throw new MailRefusedError({ cause: error });
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

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { codeIn } from './code-in';
import { eventually } from './eventually';
import type { TestCertificate } from './test-certificates';

/** A mail as it came in. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  /** Headers and body, as they were sent. */
  readonly source: string;
}

/** What a server wants of who gives it mail. */
export interface MailServerDemands {
  /** What it shows after STARTTLS, or from the start. Without one there is no TLS. */
  readonly tls?: TestCertificate & { readonly isImplicit: boolean };
  /** Who may send. */
  readonly credentials?: { readonly user: string; readonly password: string };
}

/** A real SMTP server on a free port of the loopback, and what it has received. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** What RCPT TO is answered, once each, before recipients are accepted: 451 for later, 550 for never. */
  readonly refusals: number[] = [];
  /** How often somebody has asked for a recipient. */
  recipients = 0;
  /** How often somebody has told who he is, and was believed. */
  logins = 0;
  /** Mails that have come, and are not answered before this. */
  answering: Promise<unknown> = Promise.resolve();
  arrived = 0;

  private constructor(
    private readonly server: SMTPServer,
    private readonly demands: MailServerDemands,
  ) {}

  static async start(demands: MailServerDemands = {}): Promise<MailServer> {
    const { credentials } = demands;
    const server = new SMTPServer({
      ...optionsOf(demands),
      logger: false,
      onAuth: ({ username, password }, _session, done) => {
        if (username !== credentials?.user || password !== credentials?.password)
          return done(Object.assign(new Error('refused'), { responseCode: 535 }));
        inbox.logins += 1;
        done(null, { user: username });
      },
      onRcptTo: (_address, _session, done) => {
        inbox.recipients += 1;
        const responseCode = inbox.refusals.shift();
        done(responseCode === undefined ? null : Object.assign(new Error('refused'), { responseCode }));
      },
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          const to = envelope.rcptTo.map(({ address }) => address).join();
          inbox.arrived += 1;
          const take = async (): Promise<void> => {
            await inbox.answering;
            inbox.mails.push({ from, to, source: Buffer.concat(chunks).toString() });
            done();
          };
          void take();
        });
      },
    });
    // What goes wrong with one client is in its own outcome.
    server.on('error', () => undefined);
    const inbox = new MailServer(server, demands);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return inbox;
  }

  /** The variables that make the service send its mail here. */
  get environment(): Record<string, string> {
    const { port } = this.server.server.address() as AddressInfo;
    const { tls, credentials } = this.demands;
    return {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(port),
      SMTP_SECURITY: tls ? (tls.isImplicit ? 'tls' : 'starttls') : 'none',
      SMTP_FROM: 'registry@example.com',
      ...(credentials && { SMTP_USER: credentials.user, SMTP_PASSWORD: credentials.password }),
    };
  }

  /** The code in the latest mail to an address, once there are as many as asked for. */
  codeFor(email: string, count = 1): Promise<string> {
    return eventually(() => {
      const mails = this.mails.filter(({ to }) => to === email);
      return codeIn(mails.length < count ? '' : mails.at(-1)?.source);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

function optionsOf({ tls, credentials }: MailServerDemands): SMTPServerOptions {
  const disabledCommands = [...(tls ? [] : ['STARTTLS']), ...(credentials ? [] : ['AUTH'])];
  return {
    disabledCommands,
    authOptional: !credentials,
    allowInsecureAuth: !tls,
    ...(tls && { secure: tls.isImplicit, key: tls.key, cert: tls.certificate }),
  };
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { codeIn } from './code-in';
import { eventually } from './eventually';

/** A mail as it came in. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  /** Headers and body, as they were sent. */
  readonly source: string;
}

/** A real SMTP server on a free port of the loopback, and what it has received. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** What RCPT TO is answered, once each, before recipients are accepted: 451 for later, 550 for never. */
  readonly refusals: number[] = [];
  /** How often somebody has asked for a recipient. */
  recipients = 0;

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<MailServer> {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
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
          inbox.mails.push({ from, to, source: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
    const inbox = new MailServer(server);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return inbox;
  }

  /** The variables that make the service send its mail here. */
  get environment(): Record<string, string> {
    const { port } = this.server.server.address() as AddressInfo;
    return {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(port),
      SMTP_SECURITY: 'none',
      SMTP_FROM: 'registry@example.com',
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

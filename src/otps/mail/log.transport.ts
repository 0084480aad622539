import { EventLog } from '../../logging/event-log';
import type { Mail, MailTransport } from './mail';

/** Writes mail to the log, for development: production has a server to give it to. */
export class LogTransport implements MailTransport {
  private readonly log = new EventLog('Mail');

  async send({ to, subject, text }: Mail): Promise<void> {
    this.log.warn({ event: 'mail.not_sent', reason: 'SMTP_HOST is not set', to, subject, text });
  }

  close(): void {
    // It keeps nothing open.
  }
}

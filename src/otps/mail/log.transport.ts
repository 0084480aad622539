import { Logger } from '@nestjs/common';
import type { Mail, MailTransport } from './mail';

/** Writes mail to the log, for development: production has a server to give it to. */
export class LogTransport implements MailTransport {
  private readonly logger = new Logger('Mail');

  async send({ to, subject, text }: Mail): Promise<void> {
    this.logger.warn({ event: 'mail.not_sent', reason: 'SMTP_HOST is not set', to, subject, text });
  }

  close(): void {
    // It keeps nothing open.
  }
}

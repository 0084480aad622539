import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { afterReply } from '../http/after-reply';
import type { User } from '../users/user.entity';
import { emailChangedMail } from './mail/email-changed-mail';
import { MailDelivery } from './mail/mail-delivery';

/** A notice is late after so long, and better than none. */
const USEFUL_MS = 3_600_000;

/** Tells people by mail what has happened to their accounts. */
@Injectable()
export class AccountNotices {
  constructor(private readonly mail: MailDelivery) {}

  /** To the address that a user had before it was changed (OWASP ASVS 5, section 6.3.7), once the reply has left. */
  tellOfChangedEmail({ email, handle }: Pick<User, 'email' | 'handle'>, reply: FastifyReply): void {
    const mail = emailChangedMail(email, handle);
    afterReply(reply, () =>
      this.mail.deliver(mail, new Date(Date.now() + USEFUL_MS), () => Promise.resolve()),
    );
  }
}

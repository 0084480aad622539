import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { Repository } from 'typeorm';
import { DatabaseManager } from '../database';
import { afterReply } from '../http/after-reply';
import { serviceChannels } from '../metrics/service-channels';
import { codeMail } from './mail/code-mail';
import { MailDelivery } from './mail/mail-delivery';
import { Otp } from './otp.entity';
import type { IssuedCode } from './otps.service';

/** Brings codes to people, and notes what became of them. */
@Injectable()
export class CodeDelivery {
  constructor(
    @InjectRepository(Otp) private readonly otps: Repository<Otp>,
    private readonly mail: MailDelivery,
    private readonly database: DatabaseManager,
  ) {}

  /** Sends a code once the reply has left: how long that takes, and whether it is sent at all, is not to be seen from it. */
  sendAfter(reply: FastifyReply, issued: IssuedCode): void {
    serviceChannels.codeRequested.publish({ purpose: issued.otp.purpose });
    if (issued.otp.delivery === 'suppressed') return;
    afterReply(reply, () => this.send(issued));
  }

  private send({ otp, code }: IssuedCode): void {
    const mail = codeMail(otp.email, otp.purpose, code);
    this.mail.deliver(mail, otp.expiresAt, (outcome) => {
      serviceChannels.codeDelivered.publish({ outcome });
      return this.note(otp, outcome);
    });
  }

  /** Not of a code that was sent again since. */
  private async note({ id, sends }: Otp, delivery: 'sent' | 'failed'): Promise<void> {
    const leave = await this.database.admitWrite();
    try {
      await this.otps.update({ id, sends }, { delivery });
    } finally {
      leave();
    }
  }
}

import * as net from 'node:net';
import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import type { SmtpOptions } from '../../src/config/config';
import { codeMail } from '../../src/otps/mail/code-mail';
import { MailDelivery } from '../../src/otps/mail/mail-delivery';
import { SmtpTransport } from '../../src/otps/mail/smtp.transport';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';

const MAIL = codeMail('ada@example.com', 'sign_in', '01234567');

describe('the delivery of mail', () => {
  let server: MailServer;
  let delivery: MailDelivery;
  const outcomes: string[] = [];

  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(async () => {
    server = await MailServer.start();
    outcomes.length = 0;
    delivery = deliveryBy();
  });
  afterEach(async () => {
    await delivery.onApplicationShutdown();
    await server.close();
  });

  const deliveryBy = (options: Partial<SmtpOptions> = {}): MailDelivery =>
    new MailDelivery(
      new SmtpTransport({
        host: '127.0.0.1',
        port: Number(server.environment['SMTP_PORT']),
        security: 'none',
        credentials: null,
        from: 'registry@example.com',
        timeoutMs: 5_000,
        ...options,
      }),
    );
  const deliver = (usefulForMs = 60_000): void =>
    delivery.deliver(MAIL, new Date(Date.now() + usefulForMs), async (outcome) => {
      outcomes.push(outcome);
    });
  const outcome = (): Promise<string | undefined> =>
    eventually(() => {
      if (outcomes.length === 0) throw new Error('nothing has become of the mail');
      return outcomes.join();
    });

  it('hands a code over as text and as HTML, marked as written by a machine', async () => {
    deliver();
    expect(await outcome()).toBe('sent');
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'registry@example.com', to: 'ada@example.com' });
    expect(mail?.source).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(mail?.source).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(mail?.source).toMatch(/^Subject: Your code to sign in to Ballast\r$/m);
    expect(mail?.source.match(/01234567/g)).toHaveLength(2);
    expect(mail?.source).toMatch(/^ {4}01234567\r$/m);
    expect(mail?.source).toMatch(/>01234567</);
  });

  it('tries again when the server cannot take it at the moment', async () => {
    server.refusals.push(451);
    deliver();
    expect(await outcome()).toBe('sent');
    expect(server.recipients).toBe(2);
  });

  it('does not insist when the server refuses it for good', async () => {
    server.refusals.push(550);
    deliver();
    expect(await outcome()).toBe('failed');
    expect(server.recipients).toBe(1);
  });

  it('gives up when the code would be of no use any more', async () => {
    server.refusals.push(451);
    deliver(100);
    expect(await outcome()).toBe('failed');
    expect(server.recipients).toBe(1);
  });

  it('does not send without TLS where TLS is asked for', async () => {
    delivery = deliveryBy({ security: 'starttls' });
    deliver(100);
    expect(await outcome()).toBe('failed');
    expect(server.mails).toEqual([]);
  });

  it('lets what is being handed over come to an end when the service ends', async () => {
    deliver();
    await delivery.onApplicationShutdown();
    expect(outcomes).toEqual(['sent']);
  });

  it('does not wait for another attempt when the service ends', async () => {
    server.refusals.push(451);
    deliver();
    await eventually(() => server.recipients === 1);
    await delivery.onApplicationShutdown();
    expect(outcomes).toEqual(['failed']);
  });

  it('does not keep the service from ending when the server is silent', async () => {
    const silent = net.createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const accepted = once(silent, 'connection') as Promise<[net.Socket]>;
    delivery = deliveryBy({ port: (silent.address() as net.AddressInfo).port });
    deliver();
    const [socket] = await accepted;
    await delivery.onApplicationShutdown();
    expect(outcomes).toEqual([]);
    socket.destroy();
    silent.close();
    expect(await outcome()).toBe('failed');
  });
});

import * as net from 'node:net';
import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import type { SmtpOptions } from '../../src/config/config';
import { codeMail } from '../../src/otps/mail/code-mail';
import { ShutdownDeadline } from '../../src/http/shutdown-deadline';
import { MailDelivery } from '../../src/otps/mail/mail-delivery';
import { SmtpTransport } from '../../src/otps/mail/smtp.transport';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { TestAuthority, testCertificate } from '../support/test-certificates';

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

  const deliveryBy = (options: Partial<SmtpOptions> = {}, shutdownTimeoutMs = 60_000): MailDelivery =>
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
      new ShutdownDeadline({ shutdownTimeoutMs }),
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

  it('says in the log that a server is not trusted, and tells it neither a mail nor who sends it', async () => {
    const authority = new TestAuthority('nobody knows it');
    const certificate = testCertificate({ hosts: ['127.0.0.1'], issuer: authority });
    for (const isImplicit of [true, false]) {
      const untrusted = await MailServer.start({
        tls: { ...certificate, isImplicit },
        credentials: { user: 'registry', password: 'hunter2' },
      });
      const warn = jest.spyOn(Logger.prototype, 'warn');
      outcomes.length = 0;
      delivery = deliveryBy({
        port: Number(untrusted.environment['SMTP_PORT']),
        security: isImplicit ? 'tls' : 'starttls',
        credentials: { user: 'registry', password: 'hunter2' },
      });
      deliver(100);
      expect(await outcome()).toBe('failed');
      expect(warn.mock.calls.map(([entry]) => entry as unknown)).toEqual([
        {
          event: 'mail.failed',
          attempt: 0,
          errorName: 'MailServerNotTrustedError',
          code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
          message: expect.stringMatching(
            /certificate of SMTP_HOST is not trusted.*NODE_EXTRA_CA_CERTS/,
          ) as string,
        },
      ]);
      expect(JSON.stringify(warn.mock.calls)).not.toMatch(/hunter2|registry@|ada@|01234567/);
      expect([untrusted.logins, untrusted.recipients, untrusted.mails]).toEqual([0, 0, []]);
      warn.mockRestore();
      await delivery.onApplicationShutdown();
      await untrusted.close();
    }
  });

  it('does not insist when the server refuses the credentials, which are not in the log', async () => {
    const strict = await MailServer.start({ credentials: { user: 'registry', password: 'right' } });
    const warn = jest.spyOn(Logger.prototype, 'warn');
    delivery = deliveryBy({
      port: Number(strict.environment['SMTP_PORT']),
      credentials: { user: 'registry', password: 'hunter2' },
    });
    deliver();
    expect(await outcome()).toBe('failed');
    expect(warn.mock.calls.map(([entry]) => entry as unknown)).toEqual([
      { event: 'mail.failed', attempt: 0, errorName: 'Error', code: 'EAUTH', reply: 535 },
    ]);
    expect(strict.recipients).toBe(0);
    warn.mockRestore();
    await strict.close();
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

  it('waits for a server that is slow when the service ends, as long as requests might', async () => {
    let answer = (): void => undefined;
    server.answering = new Promise<void>((resolve) => (answer = resolve));
    deliver();
    await eventually(() => server.arrived === 1);
    const ended = delivery.onApplicationShutdown();
    answer();
    await ended;
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
    delivery = deliveryBy({ port: (silent.address() as net.AddressInfo).port }, 0);
    deliver();
    const [socket] = await accepted;
    await delivery.onApplicationShutdown();
    expect(outcomes).toEqual([]);
    socket.destroy();
    silent.close();
    expect(await outcome()).toBe('failed');
  });
});

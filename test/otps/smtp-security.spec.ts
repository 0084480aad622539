import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { ServiceProcess } from '../support/service-process';
import { signIn } from '../support/sign-in';
import { TestAuthority, testCertificate } from '../support/test-certificates';

const CREDENTIALS = { user: 'registry', password: 'correct horse' };

describe('codes by a server that is known by its certificate', () => {
  const authority = new TestAuthority('the authority of the house');
  let folder: string;
  let mail: MailServer | null = null;
  let service: ServiceProcess | null = null;

  beforeAll(async () => {
    ServiceProcess.build();
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-authority-'));
    await fs.writeFile(path.join(folder, 'authority.pem'), authority.certificate);
  }, 120_000);
  afterEach(async () => {
    await service?.kill();
    await mail?.close();
  });
  afterAll(() => fs.rm(folder, { recursive: true }));

  const start = async (isImplicit: boolean, host: string): Promise<{ url: string; mail: MailServer }> => {
    const certificate = testCertificate({ hosts: [host], issuer: authority });
    mail = await MailServer.start({ tls: { ...certificate, isImplicit }, credentials: CREDENTIALS });
    service = ServiceProcess.start({
      ...mail.environment,
      NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem'),
    });
    return { url: await service.ready(), mail };
  };

  it.each([
    ['after STARTTLS', false],
    ['by TLS from the start', true],
  ])('come %s, from who has said who he is', async (_name, isImplicit) => {
    const { url, mail: server } = await start(isImplicit, '127.0.0.1');
    expect(await signIn(url, server, 'ada@example.com')).toMatch(/^apr_ses_/);
    expect([server.logins, server.mails.length]).toEqual([1, 1]);
  });

  it('are not given to one whose certificate is for another name', async () => {
    const { url, mail: server } = await start(false, 'mail.example.org');
    const response = await fetch(`${url}/v1/auth/otps`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@example.com', purpose: 'sign_in' }),
    });
    expect(response.status).toBe(202);
    const refusal =
      /"event":"mail\.delayed".*"errorName":"MailServerNotTrustedError","code":"ERR_TLS_CERT_ALTNAME_INVALID"/;
    await eventually(() => refusal.test(service?.text ?? ''));
    expect(service?.text).not.toContain(CREDENTIALS.password);
    expect([server.logins, server.mails]).toEqual([0, []]);
  });
});

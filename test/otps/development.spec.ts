import { ServiceProcess } from '../support/service-process';
import { codesInLog, signIn } from '../support/sign-in';

describe('without a server to give mail to', () => {
  let service: ServiceProcess;

  beforeAll(() => {
    ServiceProcess.build();
    service = ServiceProcess.start({ NODE_ENV: 'development' });
  });
  afterAll(() => service.stop());

  it('codes are in the log, and one signs in with them', async () => {
    const url = await service.ready();
    expect(await signIn(url, codesInLog(service), 'ada@example.com')).toMatch(/^apr_ses_/);
  });
});

describe('in production', () => {
  it('the service does not start without a key for codes and a server for mail, and says so', async () => {
    ServiceProcess.build();
    const service = ServiceProcess.start({ NODE_ENV: 'production' });
    expect(await service.exit).toBe(78);
    expect(service.text).toContain('OTP_PEPPERS must be set in production');
    expect(service.text).toContain('SMTP_HOST must be set in production');
  });
});

import { closeSync, openSync } from 'node:fs';
import { eventually } from '../support/eventually';
import { freePort } from '../support/postgres-server';
import { RawConnection } from '../support/raw-connection';
import { ServiceProcess } from '../support/service-process';
import { linesIn } from './log-lines';

/** More than a pipe and both of its ends hold. */
const MANY_LINES = 1_000;
const TOGETHER = 50;
/** A device of Linux on which there is never room. */
const FULL_DISK = '/dev/full';

describe('whoever reads the log', () => {
  let service: ServiceProcess;

  beforeAll(() => ServiceProcess.build(), 120_000);
  afterEach(() => service.kill());

  const isAlive = async (url: string): Promise<boolean> => (await fetch(`${url}/health/live`)).status === 200;
  /** Has a line written for each. */
  const rubbish = async (url: string, times: number): Promise<void> => {
    const sendOne = async (): Promise<void> => {
      const connection = await RawConnection.open(url);
      connection.send('rubbish\r\n\r\n');
      await eventually(() => connection.isClosed);
      connection.destroy();
    };
    for (let sent = 0; sent < times; sent += TOGETHER)
      await Promise.all(Array.from({ length: Math.min(TOGETHER, times - sent) }, sendOne));
  };

  it('may go while the service runs: it goes on, and ends with 0', async () => {
    service = ServiceProcess.start({ LOG_LEVEL: 'debug' });
    const url = await service.ready();
    service.stopListening();
    await rubbish(url, 20);
    expect(await isAlive(url)).toBe(true);
    expect(await service.stop()).toBe(0);
  }, 60_000);

  it('may stand still: the service answers, and the lines are there when he goes on', async () => {
    service = ServiceProcess.start({ LOG_LEVEL: 'debug' });
    const url = await service.ready();
    service.pauseReading();
    await rubbish(url, MANY_LINES);
    expect(await isAlive(url)).toBe(true);
    expect(linesIn(service.text.replace(/[^\n]*$/, '')).length).toBeLessThan(MANY_LINES);
    service.resumeReading();
    await eventually(
      () => linesIn(service.text).filter(({ event }) => event === 'http.refused').length === MANY_LINES,
    );
    expect(await service.stop()).toBe(0);
  }, 60_000);

  it('may be a disk that is full: the service goes on, and ends with 0', async () => {
    const file = openSync(FULL_DISK, 'w');
    const port = await freePort();
    service = ServiceProcess.start({ PORT: String(port), LOG_LEVEL: 'debug' }, file);
    closeSync(file);
    const url = `http://127.0.0.1:${port}`;
    await eventually(() => isAlive(url), { deadlineMs: 30_000 });
    await rubbish(url, 20);
    expect(await isAlive(url)).toBe(true);
    expect(await service.stop()).toBe(0);
  }, 60_000);
});

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readEnvironment } from './environment';

describe('readEnvironment', () => {
  let folder: string;

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-env-'));
    fs.writeFileSync(path.join(folder, '.env'), 'PORT=4000\nLOG_LEVEL=debug\n');
  });

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it.each([{}, { NODE_ENV: '' }, { NODE_ENV: 'development' }])(
    'reads .env in development: %j',
    (variables) => {
      expect(readEnvironment(variables, folder)).toMatchObject({ PORT: '4000', LOG_LEVEL: 'debug' });
    },
  );

  it.each(['production', 'test', 'staging'])('does not read .env when NODE_ENV is %s', (NODE_ENV) => {
    expect(readEnvironment({ NODE_ENV }, folder)).toEqual({ NODE_ENV });
  });

  it("puts the process's variables before the file, unless they are empty", () => {
    expect(readEnvironment({ PORT: '5000', LOG_LEVEL: '' }, folder)).toEqual({
      PORT: '5000',
      LOG_LEVEL: 'debug',
    });
  });

  it('does without a file', () => {
    expect(readEnvironment({ PORT: '5000' }, path.join(folder, 'none'))).toEqual({ PORT: '5000' });
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

describe('the image', () => {
  it('can be built: the service that its build starts is let start, and ends well', () => {
    const dockerfile = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8');
    const command = /^RUN (.+ node dist\/main\.js)$/m.exec(dockerfile)?.[1] ?? 'false';
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: '0' },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }, 60_000);
});

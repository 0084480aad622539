import { existsSync } from 'node:fs';
import { FALLBACK_POLICIES } from '../../src/database/database.options';
import { DEGRADED, HEALTHY, unhealthy } from '../../src/database/database-state';
import { FallbackStep } from '../../src/database/resolution/fallback.step';
import { STATE_CHANGES } from '../recovery/state-changes';
import { shownBlocks, textOf } from './pages';

const README = textOf('README.md');
const STATES = [HEALTHY, DEGRADED, unhealthy('', 'other')].map(({ status }) => status);

/** The cells of the table whose head begins with this. */
function tableOf(head: string): string[][] {
  const [, rows = ''] = new RegExp(String.raw`^\| ${head} .*\n\| -.*\n((?:\|.*\n)+)`, 'm').exec(README) ?? [];
  return rows
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('the README', () => {
  it('pictures the changes of state that there are, and no other', () => {
    const [, picture = ''] = /```mermaid\nstateDiagram-v2\n([^]*?)```/.exec(README) ?? [];
    const lines = picture.trim().split('\n');
    const changes = lines.map((line) => /^ *(\S+) --> (\S+): \S/.exec(line)?.slice(1) ?? [line]);
    // What starts is unhealthy, too.
    const drawn = changes.map(([from = '', to = '']) => `${from.replace('[*]', 'unhealthy')} ${to}`);
    expect([...new Set(drawn)].toSorted()).toEqual(STATE_CHANGES.toSorted());
    expect(new Set(changes.flat())).toEqual(new Set(['[*]', ...STATES]));
  });

  it('lists the states, and which store serves in each', () => {
    expect(tableOf('state').map(([state, store]) => [state, store])).toEqual([
      [HEALTHY.status, 'PostgreSQL'],
      [DEGRADED.status, 'memory'],
      [unhealthy('', 'other').status, 'nothing'],
    ]);
  });

  it('says of each policy whether memory serves at a start without PostgreSQL', () => {
    const rows = tableOf('`DATABASE_FALLBACK`');
    expect(rows.map(([policy = '']) => /`(\w+)`/.exec(policy)?.[1])).toEqual(FALLBACK_POLICIES);
    for (const [i, policy] of FALLBACK_POLICIES.entries()) {
      const said = rows[i]?.slice(1).map((cell) => cell.startsWith('degraded'));
      const serves = [false, true].map(
        (configured) => new FallbackStep(policy).report(configured).outcome === 'selected',
      );
      expect([policy, said]).toEqual([policy, serves]);
    }
  });

  it('draws the way of a request by folders that there are', () => {
    const way = shownBlocks('README.md').find(({ lines }) => lines[0]?.startsWith('HTTP '));
    const names = way?.lines.flatMap((line) => /^[A-Za-z]+/.exec(line) ?? []);
    expect(names).toEqual(['HTTP', 'controller', 'service', 'repository', 'store']);
    const folders = way?.lines.join(' ').match(/\bsrc\/[\w/]+/g) ?? [];
    expect(folders.length).toBeGreaterThan(names?.length ?? 0);
    expect(folders.filter((folder) => !existsSync(folder))).toEqual([]);
  });
});

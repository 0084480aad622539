import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGE_RULES } from '../../src/diff/rules';

const page = readFileSync(join(__dirname, '../../docs/diff.md'), 'utf8');

describe('docs/diff.md', () => {
  it('lists every rule with its severity, and no other', () => {
    const listed = [...page.matchAll(/^\| `([^`]+)`\s+\| (breaking|unknown|warning|info) +\|/gm)].flatMap(
      ([, ids = '', severity]) => expand(ids).map((id) => `${id}: ${severity}`),
    );
    expect(listed.toSorted()).toEqual(
      CHANGE_RULES.map(({ id, severity }) => `${id}: ${severity}`).toSorted(),
    );
  });
});

/** `request-{body,property}-became-enum` as the two ids that it stands for. */
function expand(ids: string): string[] {
  const [, before = '', names = '', after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(ids) ?? [];
  return names === '' ? [ids] : names.split(',').map((name) => before + name + after);
}

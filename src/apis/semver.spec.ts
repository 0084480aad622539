import { compareSemver, mayBreak, parseSemver, type Semver } from './semver';

const semver = (text: string): Semver => {
  const parsed = parseSemver(text);
  if (!parsed) throw new Error(`${text} is no version`);
  return parsed;
};

describe('the numbers of versions', () => {
  it.each(['0.0.0', '1.2.3', '10.20.30', '1.0.0-alpha', '1.0.0-0.3.7', '1.0.0--', '2147483647.0.0'])(
    'are read: %s',
    (text) => {
      const { major, minor, patch, prerelease } = semver(text);
      expect(`${major}.${minor}.${patch}${prerelease && `-${prerelease}`}`).toBe(text);
    },
  );

  it.each([
    '',
    '1',
    '1.2',
    '01.2.3',
    '1.2.3-',
    '1.2.3-01',
    '1.2.3-a..b',
    '1.2.3+build',
    'v1.2.3',
    '2147483648.0.0',
    ' 1.2.3',
  ])('are no such: %j', (text) => expect(parseSemver(text)).toBeNull());

  it('come in the order of section 11', () => {
    const ascending = [
      '0.9.10',
      '1.0.0-1',
      '1.0.0-2',
      '1.0.0-10',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.10.0',
      '2.0.0',
    ];
    const sorted = ascending.toReversed().map(semver).toSorted(compareSemver);
    expect(sorted).toEqual(ascending.map(semver));
    expect(compareSemver(semver('1.0.0'), semver('1.0.0'))).toBe(0);
  });

  it.each<[string, string, boolean]>([
    ['1.2.3', '1.2.4', false],
    ['1.2.3', '1.3.0', false],
    ['1.2.3', '2.0.0', true],
    ['0.1.0', '0.1.1', false],
    ['0.1.0', '0.2.0', true],
    ['0.9.0', '1.0.0', true],
    ['1.2.3', '1.3.0-rc.1', true],
    ['1.3.0-rc.1', '1.3.0', true],
  ])('say that after %s, %s may break: %s', (base, revision, allowed) =>
    expect(mayBreak(semver(base), semver(revision))).toBe(allowed),
  );
});

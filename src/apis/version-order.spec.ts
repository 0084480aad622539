import type { VersionStatus } from './api-version.entity';
import { parseSemver, type Semver } from './semver';
import { baseFor, laterThan, latestColumnsOf, type OrderedVersion } from './version-order';

const semver = (text: string): Semver => parseSemver(text) as Semver;
const versions = (...numbers: readonly string[]): OrderedVersion[] =>
  numbers.map((version) => ({
    ...semver(version),
    id: version,
    version,
    status: 'published',
    specVersion: '3.1.1',
  }));

describe('the order of versions', () => {
  it.each<[string, readonly string[], string | null]>([
    ['1.0.0', [], null],
    ['1.1.0', ['1.0.0'], '1.0.0'],
    ['1.10.0', ['1.2.0', '1.9.0', '1.9.0-rc.1'], '1.9.0'],
    ['1.2.0', ['1.1.0', '2.0.0'], '1.1.0'],
    ['1.1.0', ['1.0.0', '1.1.0-rc.1'], '1.0.0'],
    ['1.1.0-rc.2', ['1.0.0', '1.1.0-rc.1'], '1.1.0-rc.1'],
    ['1.0.0', ['1.0.0-rc.1'], '1.0.0-rc.1'],
    ['1.0.0', ['2.0.0'], null],
  ])('compares %s, after %j, with %s', (number, published, base) =>
    expect(baseFor(versions(...published), semver(number))?.version ?? null).toBe(base),
  );

  it.each<[string, readonly string[], string | null]>([
    ['1.1.0', ['1.0.0'], null],
    ['1.1.0', ['1.0.0', '2.5.0'], null],
    ['1.1.0', ['1.2.0', '1.0.0'], '1.2.0'],
    ['1.1.0-rc.1', ['1.1.0'], '1.1.0'],
    ['1.1.0', ['1.1.0-rc.1'], null],
  ])('finds that %s, after %j, comes too late for %s', (number, published, later) =>
    expect(laterThan(versions(...published), semver(number))?.version ?? null).toBe(later),
  );

  it('has people use the highest release in force', () => {
    const withStatus = (version: string, status: VersionStatus): OrderedVersion => ({
      ...(versions(version)[0] as OrderedVersion),
      status,
    });
    const latest = (...all: readonly OrderedVersion[]): string | null => latestColumnsOf(all).latestVersion;
    expect(latest()).toBeNull();
    expect(latest(withStatus('1.0.0-rc.1', 'published'))).toBe('1.0.0-rc.1');
    expect(latest(withStatus('1.0.0', 'published'), withStatus('2.0.0-rc.1', 'published'))).toBe('1.0.0');
    expect(latest(withStatus('1.0.0', 'published'), withStatus('2.0.0', 'deprecated'))).toBe('1.0.0');
    expect(latest(withStatus('1.0.0', 'deprecated'), withStatus('2.0.0', 'retired'))).toBe('1.0.0');
    expect(latest(withStatus('2.0.0', 'retired'))).toBeNull();
    expect(latestColumnsOf(versions('1.0.0')).specVersion).toBe('3.1');
  });
});

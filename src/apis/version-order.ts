import type { Api } from './api.entity';
import type { ApiVersion } from './api-version.entity';
import { compareSemver, type Semver } from './semver';

/** What is decided by. */
export type OrderedVersion = Semver & Pick<ApiVersion, 'id' | 'version' | 'status' | 'specVersion'>;

/**
 * The version that another one is compared with: the highest that is lower. For a release that is a release, if there is
 * one: who uses releases has not seen what came between them.
 *
 * @param published those that are or were published
 */
export function baseFor<T extends OrderedVersion>(published: readonly T[], version: Semver): T | null {
  const lower = published.filter((one) => compareSemver(one, version) < 0);
  const releases = version.prerelease === '' ? lower.filter(isRelease) : [];
  return highest(releases) ?? highest(lower);
}

/**
 * The version that stands in the way of publishing another one: within a major version numbers are published in their order,
 * so that each is compatible with all before it.
 */
export function laterThan<T extends OrderedVersion>(published: readonly T[], version: Semver): T | null {
  const last = highest(published.filter(({ major }) => major === version.major));
  return last && compareSemver(last, version) >= 0 ? last : null;
}

/** The version that people are to use: the highest release that is published, or what comes nearest to that. */
export function latestOf(versions: readonly OrderedVersion[]): OrderedVersion | null {
  const published = versions.filter(({ status }) => status === 'published');
  const deprecated = versions.filter(({ status }) => status === 'deprecated');
  return (
    highest(published.filter(isRelease)) ??
    highest(published) ??
    highest(deprecated.filter(isRelease)) ??
    highest(deprecated)
  );
}

/** What an API tells of its latest version. */
export function latestColumnsOf(
  versions: readonly OrderedVersion[],
): Pick<Api, 'latestVersion' | 'specVersion'> {
  const latest = latestOf(versions);
  return {
    latestVersion: latest?.version ?? null,
    specVersion: latest?.specVersion?.split('.').slice(0, 2).join('.') ?? null,
  };
}

function highest<T extends Semver>(versions: readonly T[]): T | null {
  return versions.toSorted(compareSemver).at(-1) ?? null;
}

function isRelease({ prerelease }: Semver): boolean {
  return prerelease === '';
}

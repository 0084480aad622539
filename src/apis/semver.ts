/** The parts of a version number (Semantic Versioning 2.0.0), without build metadata, which has no part in its order. */
export interface Semver {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Identifiers parted by dots; empty for a release. */
  readonly prerelease: string;
}

const NUMBER = '(0|[1-9]\\d*)';
const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const PATTERN = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?$`);

/** PostgreSQL's largest integer. */
const HIGHEST = 2_147_483_647;

/** Null for what is no version number, has build metadata, or numbers that are too large to be kept. */
export function parseSemver(text: string): Semver | null {
  const found = PATTERN.exec(text);
  if (!found) return null;
  const [major = 0, minor = 0, patch = 0] = found.slice(1, 4).map(Number);
  if (Math.max(major, minor, patch) > HIGHEST) return null;
  return { major, minor, patch, prerelease: found[4] ?? '' };
}

/** Section 11: negative when `a` comes before `b`. */
export function compareSemver(a: Semver, b: Semver): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

/**
 * Whether a version may break what another one, lower than it, has promised: with a new major version; before 1.0.0 with a
 * new minor one, as everybody does where section 4 allows anything; and a prerelease, which promises nothing (section 9).
 */
export function mayBreak(base: Semver, revision: Semver): boolean {
  if (base.prerelease !== '' || revision.prerelease !== '') return true;
  if (base.major !== revision.major) return true;
  return revision.major === 0 && base.minor !== revision.minor;
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = compareIdentifiers(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers come before everything else, by their value; the rest in the order of ASCII. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

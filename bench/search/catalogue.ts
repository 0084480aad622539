import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { Api, type Lifecycle } from '../../src/apis/api.entity';
import { searchColumnsOf } from '../../src/apis/api-terms';
import { User } from '../../src/users/user.entity';

const OWNERS = 500;
const FIRST_MS = Date.UTC(2025, 0, 1);
const STEP_MS = 60_000;

const SUBJECTS = [
  'payment',
  'order',
  'customer',
  'invoice',
  'inventory',
  'shipping',
  'identity',
  'weather',
  'traffic',
];
const KINDS = ['service', 'gateway', 'catalogue', 'events', 'search', 'reports', 'internal', 'partner'];
const PLACES = ['europe', 'america', 'asia', 'africa', 'oceania'];
const TAGS = ['beta', 'stable', 'billing', 'logistics', 'public', 'mobile', 'web', 'batch'];
const LIFECYCLES: readonly Lifecycle[] = ['active', 'active', 'active', 'deprecated', 'retired'];
const SPECS = ['2.0', '3.0', '3.1', '3.1', '3.2'];

/** A tag that one API in ten thousand has. */
export const RARE_TAG = 'quantum';

/** A word in the names of one API in five thousand. */
export const RARE_WORD = 'zeppelin';

export const owners: readonly User[] = Array.from({ length: OWNERS }, (_, n) => {
  const now = new Date(FIRST_MS);
  return Object.assign(new User(), {
    id: idOf('user', n),
    email: `owner${n}@example.com`,
    handle: `owner-${n}`,
    displayName: null,
    role: 'user',
    status: 'active',
    emailVerifiedAt: now,
    lastSignInAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  });
});

/** The nth API: always the same one. Nine in ten are public and published. */
export function makeApi(n: number): Api {
  const pick = <T>(values: readonly T[], salt: number): T => values[mixed(n, salt) % values.length] as T;
  const createdAt = new Date(FIRST_MS + n * STEP_MS);
  const word = n % 5_000 === 77 ? ` ${RARE_WORD}` : '';
  const api = Object.assign(new Api(), {
    id: idOf('api', n),
    ownerId: owners[mixed(n, 1) % OWNERS]?.id,
    slug: `${pick(SUBJECTS, 2)}-${pick(PLACES, 3)}-${n}`,
    name: `${pick(SUBJECTS, 2)} ${pick(KINDS, 4)} of ${pick(PLACES, 3)} ${n}${word}`,
    description: 'What programs ask for, and what they are answered.',
    visibility: mixed(n, 5) % 20 === 0 ? 'private' : 'public',
    lifecycle: mixed(n, 6) % 20 === 0 ? 'draft' : pick(LIFECYCLES, 7),
    tags: [...new Set([pick(TAGS, 8), pick(TAGS, 9), ...(n % 10_000 === 123 ? [RARE_TAG] : [])])].toSorted(),
    homepageUrl: null,
    latestVersion: '1.0.0',
    specVersion: pick(SPECS, 10),
    deprecatedAt: null,
    sunsetAt: null,
    successorId: null,
    createdAt,
    updatedAt: new Date(createdAt.getTime() + (mixed(n, 11) % 1_000) * STEP_MS),
    revision: 1,
  });
  return Object.assign(api, searchColumnsOf(api));
}

/** An id of version 7 that ascends with n. */
function idOf(kind: string, n: number): string {
  const random = createHash('sha256').update(`${kind} ${n}`).digest().subarray(0, 16);
  return uuidv7({ msecs: FIRST_MS + n * STEP_MS, seq: 0, random });
}

/** A whole number that looks random, the same each time. */
function mixed(n: number, salt: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return (x ^ (x >>> 15)) >>> 0;
}

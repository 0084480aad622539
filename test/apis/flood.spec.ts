import { v7 as uuidv7 } from 'uuid';
import type { Api } from '../../src/apis/api.entity';
import { STORES } from '../../src/database/testing';
import type { SignedIn } from '../tokens/signed-in';
import { openApi } from './documents';
import { Registry } from './registry';

/** Each of them can be compared with each other one, and is not yet. */
const VERSIONS = 30;

/** So many ask at once, again and again, without a token. */
const STRANGERS = 40;

/** Status, and Retry-After. */
const BUSY = '503, 10';

/** Large enough for a comparison to take a while. */
function documentOf(version: number): string {
  const paths = Array.from({ length: 200 }, (_, n) => [
    `/pets${n}`,
    n % (version + 2) === 0 ? ['token'] : [],
  ]);
  return JSON.stringify(openApi(String(version), Object.fromEntries(paths) as Record<string, string[]>));
}

describe.each(STORES)('a flood of comparisons on $store', (store) => {
  let registry: Registry;
  let ada: SignedIn;
  let api: Api;

  beforeAll(async () => {
    registry = await Registry.start(store);
    ada = await registry.api.signIn();
    api = await registry.insertApi(ada);
    const now = new Date();
    await registry.versions.insert(
      Array.from({ length: VERSIONS }, (_, major) => ({
        id: uuidv7(),
        apiId: api.id,
        version: `${major}.0.0`,
        major,
        minor: 0,
        patch: 0,
        prerelease: '',
        status: 'published' as const,
        mediaType: 'application/json' as const,
        document: documentOf(major),
        createdAt: now,
        updatedAt: now,
        revision: 1,
      })),
    );
    await registry.makeVersion(ada, api.slug, '99.0.0');
  });
  afterAll(() => registry.close());

  it('is sent away in part, and keeps nobody from uploading', async () => {
    const pairs = Array.from({ length: VERSIONS ** 2 }, (_, n) => [Math.floor(n / VERSIONS), n % VERSIONS]);
    const answers = new Set<string>();
    const stranger = async (): Promise<void> => {
      for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
        const path = `/v1/apis/${api.slug}/versions/${pair[0]}.0.0/diff?base=${pair[1]}.0.0`;
        const { status, headers } = await registry.api.send('GET', path, null);
        answers.add(`${status}, ${headers.get('retry-after')}`);
      }
    };
    const flood = Array.from({ length: STRANGERS }, stranger);

    const uploads: number[] = [];
    while (uploads.length < 4 || !answers.has(BUSY)) {
      const path = `/v1/apis/${api.slug}/versions/99.0.0`;
      uploads.push((await registry.upload(ada.secret, path, documentOf(100 + uploads.length))).status);
    }
    // It has not come to its end by itself.
    expect(pairs.splice(0)).not.toEqual([]);
    await Promise.all(flood);

    expect(new Set(uploads)).toEqual(new Set([200]));
    expect(answers).toEqual(new Set(['200, null', BUSY]));
  });
});

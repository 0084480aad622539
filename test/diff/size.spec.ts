import { compareDocuments } from '../../src/diff/compare-documents';
import { anOperation } from './a-document';

const PATHS = 5_000;
const COMPONENTS = 200;

/** A document of many paths, whose schemas all refer to each other. */
function largeDocument(maxLength: number): unknown {
  const numbered = (index: number) => reference(`S${index % COMPONENTS}`);
  const content = (index: number) => ({ content: { 'application/json': { schema: numbered(index) } } });
  const schemas = Array.from({ length: COMPONENTS }, (_, index) => [
    `S${index}`,
    {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength },
        next: numbered(index + 1),
        other: numbered(index * 7),
      },
    },
  ]);
  const paths = Array.from({ length: PATHS }, (_, index) => [
    `/things${index}/{id}`,
    {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      post: anOperation({
        requestBody: content(index),
        responses: { '200': { description: 'Done', ...content(index * 3) } },
      }),
    },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  };
}

/** Milliseconds of the processor, which a machine that is busy with something else does not lengthen. */
function cost(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('documents of 5,000 paths', () => {
  it('are compared in a few seconds when nothing changed', () => {
    const [base, revision] = [largeDocument(9), largeDocument(9)];
    expect(cost(() => expect(compareDocuments(base, revision).changes).toEqual([]))).toBeLessThan(5_000);
  });

  it('are compared in a few seconds when each schema of each operation changed', () => {
    const [base, revision] = [largeDocument(9), largeDocument(8)];
    let comparison = compareDocuments({}, {});
    expect(cost(() => (comparison = compareDocuments(base, revision)))).toBeLessThan(8_000);
    expect(comparison).toMatchObject({
      breaking: PATHS * COMPONENTS,
      infos: PATHS * COMPONENTS,
      isBreaking: true,
    });
    expect(comparison.changes).toHaveLength(5_001);
    expect(comparison.changes.slice(0, -1).every(({ severity }) => severity === 'breaking')).toBe(true);
    expect(comparison.changes.at(-1)).toMatchObject({
      rule: 'changes-left-out',
      after: 2 * PATHS * COMPONENTS - 5_000,
    });
  });

  it('are compared in a few seconds when all of them are removed', () => {
    const base = largeDocument(9);
    const comparison = compareDocuments(base, { openapi: '3.1.0', paths: {} });
    expect(comparison.breaking).toBe(PATHS);
  });
});

describe('documents made to be hard', () => {
  it('make no comparison that is many times as long as they are', () => {
    const documentOfType = (type: string) => {
      const inner = Array.from({ length: 3_000 }, (_, index) => [`p${index}`, { type }]);
      const schema = { properties: { ['k'.repeat(3_500)]: { properties: Object.fromEntries(inner) } } };
      return documentOf(schema);
    };

    const comparison = compareDocuments(documentOfType('string'), documentOfType('integer'));

    expect(comparison.breaking).toBe(3_000);
    expect(JSON.stringify(comparison).length).toBeLessThan(5_000_000);
    expect(comparison.changes.at(-1)).toMatchObject({
      rule: 'changes-left-out',
      after: 3_000 - (comparison.changes.length - 1),
    });
  });

  const documentOf = (schema: unknown, schemas: object = {}) => ({
    openapi: '3.1.0',
    paths: { '/a': { post: anOperation({ requestBody: { content: { 'application/json': { schema } } } }) } },
    components: { schemas },
  });
  const nest = (depth: number, wrap: (inner: unknown) => unknown) => {
    let schema: unknown = { type: 'string' };
    for (let level = 0; level < depth; level++) schema = wrap(schema);
    return schema;
  };

  it.each<[string, () => object]>([
    ['deep properties', () => documentOf(nest(5_000, (inner) => ({ properties: { a: inner } })))],
    ['deep allOf', () => documentOf(nest(5_000, (inner) => ({ allOf: [inner, { title: 'a' }] })))],
    [
      'deep oneOf',
      () => documentOf(nest(2_000, (inner) => ({ oneOf: [inner, { type: 'null' }, { type: 'string' }] }))),
    ],
    ['deep values', () => documentOf({ default: nest(5_000, (inner) => [inner]) })],
    ['references in a circle', () => documentOf(reference('A'), { A: reference('B'), B: reference('A') })],
    [
      'references to references',
      () => {
        const schemas = Array.from({ length: 15_000 }, (_, index) => [
          `S${index}`,
          reference(`S${index + 1}`),
        ]);
        return documentOf(reference('S0'), { ...Object.fromEntries(schemas), S15000: { type: 'string' } });
      },
    ],
    ['schemas that are all of each other', () => documentOf(reference('S0'), entangled(60))],
  ])('%s: are compared, or said to be too complex', (_, make) => {
    let comparison = compareDocuments({}, {});
    expect(cost(() => (comparison = compareDocuments(make(), make())))).toBeLessThan(8_000);
    expect(comparison.changes).toEqual([]);
    expect(compareDocuments(make(), { ...make(), openapi: '3.1.1' }).changes).not.toEqual([]);
  });
});

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Schemas of which each is all of two others and has properties that are all of two more. */
function entangled(count: number): object {
  const numbered = (index: number) => reference(`S${index % count}`);
  const schemas = Array.from({ length: count }, (_, index) => [
    `S${index}`,
    {
      allOf: [numbered(index + 1), numbered(index * 2)],
      properties: { a: { allOf: [numbered(index * 3), numbered(index + 7)] } },
    },
  ]);
  return Object.fromEntries(schemas);
}

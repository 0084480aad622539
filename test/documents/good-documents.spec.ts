import { stringify } from 'yaml';
import type { DocumentMediaType } from '../../src/documents/documents';
import { inspectDocument } from '../../src/documents/inspect-document';
import { GOOD_DOCUMENTS, LIBRARY_3_1 } from './good-documents';

const FORMATS: [DocumentMediaType, (document: object) => string][] = [
  ['application/json', (document) => JSON.stringify(document, null, 2)],
  ['application/yaml', (document) => stringify(document)],
];

describe.each(FORMATS)('Good documents as %s', (mediaType, write) => {
  it.each(GOOD_DOCUMENTS)('finds nothing in the one of %s', async (version, document, operationCount) => {
    const { report, isSound } = inspectDocument({ text: write(document), mediaType });

    expect(report).toEqual({
      valid: true,
      specVersion: version,
      title: 'Library',
      description: 'Books, and who has them.',
      documentVersion: '1.4.0',
      operationCount,
      findings: [],
    });
    expect(isSound).toBe(true);
  });

  it('takes a byte order mark for nothing', async () => {
    const text = `\u{FEFF}${write(LIBRARY_3_1)}`;

    expect(inspectDocument({ text, mediaType }).report.findings).toEqual([]);
  });

  it('takes the names of what every object inherits for names', async () => {
    const properties = {
      constructor: { type: 'string' },
      toString: { type: 'string' },
      hasOwnProperty: { type: 'string' },
    };
    const text = write({
      ...LIBRARY_3_1,
      components: {
        ...LIBRARY_3_1.components,
        schemas: {
          ...LIBRARY_3_1.components.schemas,
          Problem: { type: 'object', properties, required: ['constructor'] },
        },
      },
      paths: { ...LIBRARY_3_1.paths },
    });

    const { report } = inspectDocument({ text, mediaType });

    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('YAML', () => {
  it('takes names that look like numbers, truth values and dates for texts', async () => {
    const text = [
      'openapi: 3.1.0',
      'info: { title: 2026-01-31, version: "1", description: yes }',
      'paths:',
      '  /a: { get: { operationId: no, summary: on, responses: { 200: { description: off }, 404: { description: Nothing } } } }',
    ].join('\n');

    const { report } = inspectDocument({ text, mediaType: 'application/yaml' });

    expect(report).toMatchObject({ title: '2026-01-31', description: 'yes', findings: [] });
  });

  it('takes aliases for what they stand for', async () => {
    const text = [
      'openapi: 3.1.0',
      'info: { title: a, version: "1", description: b }',
      'paths:',
      '  /a: { get: { operationId: a, summary: a, responses: &some { 200: { description: Fine } } } }',
      '  /b: { get: { operationId: b, summary: b, responses: *some } }',
    ].join('\n');

    const { report } = inspectDocument({ text, mediaType: 'application/yaml' });

    expect(report).toMatchObject({ operationCount: 2, findings: [] });
  });
});

describe('Findings', () => {
  it('are a thousand at most, errors before others, and then how many more there are', () => {
    const operations = Array.from({ length: 900 }, (_, index) => [`/a${index}`, { get: {} }]);
    const paths = Object.fromEntries([...operations, ['/last/{id}', { get: {} }], ['wrong', {}]]);
    const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'a', version: '1' }, paths }, null, 1);

    const { findings } = inspectDocument({ text, mediaType: 'application/json' }).report;

    expect(findings).toHaveLength(1001);
    expect(findings.at(-1)).toMatchObject({ rule: 'more-findings', severity: 'info', line: null });
    expect(findings.at(-1)?.message).toBe('There are 805 more findings.');
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([
      'path-parameter-undeclared',
      'schema-unknown-field',
    ]);
  });

  it('tell what is meant of alternatives, and nothing of the others', () => {
    const parameter = {
      name: 'a',
      in: 'query',
      type: 'array',
      items: { type: 'strin' },
      collectionFormat: 'x',
    };
    const document = {
      swagger: '2.0',
      info: { title: 'a', version: '1', description: 'a' },
      paths: { '/a': { parameters: [parameter] } },
    };

    const { findings } = inspectDocument({
      text: JSON.stringify(document),
      mediaType: 'application/json',
    }).report;

    expect(findings.map(({ pointer, message }) => [pointer, message])).toEqual([
      [
        '/paths/~1a/parameters/0/items/type',
        'Expected one of "string", "number", "integer", "boolean", "array", found "strin".',
      ],
      [
        '/paths/~1a/parameters/0/collectionFormat',
        'Expected one of "csv", "ssv", "tsv", "pipes", "multi", found "x".',
      ],
    ]);
  });
});

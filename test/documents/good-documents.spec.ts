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

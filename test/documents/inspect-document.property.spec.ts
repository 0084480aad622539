import * as fc from 'fast-check';
import { stringify } from 'yaml';
import type { DocumentMediaType } from '../../src/documents/documents';
import { inspectDocument } from '../../src/documents/inspect-document';
import { runs } from '../property/runs';
import { GOOD_DOCUMENTS } from './good-documents';

jest.setTimeout(runs(120_000));

/** What YAML and JSON are made of. */
const SYNTAX = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  '&',
  '*',
  '!',
  '|',
  '>',
  '-',
  '?',
  '%',
  '@',
  '#',
  ' ',
  '\n',
  '\t',
  '0',
  'a',
];

const mediaTypes = fc.constantFrom<DocumentMediaType>('application/json', 'application/yaml');

/** Places in a document, each as the way to it. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...path, name]))];
}

/** A document with something else at one place, or with one place less. */
function changed(document: unknown, [name, ...rest]: readonly string[], replacement: unknown): unknown {
  if (name === undefined) return replacement;
  const members = document as Record<string, unknown>;
  const copy: Record<string, unknown> = Array.isArray(document)
    ? ([...(document as unknown[])] as unknown as Record<string, unknown>)
    : { ...members };
  const member = changed(members[name], rest, replacement);
  if (member === undefined && !Array.isArray(copy)) delete copy[name];
  else copy[name] = member;
  return copy;
}

const PLACES = GOOD_DOCUMENTS.map(([, document]) => [document, placesOf(document)] as const);

const mutants = fc
  .constantFrom(...PLACES)
  .chain(([document, places]) =>
    fc.tuple(
      fc.constant(document),
      fc.constantFrom(...places),
      fc.oneof(
        fc.constantFrom<unknown>(
          undefined,
          null,
          '',
          0,
          -1,
          true,
          [],
          {},
          [null],
          { $ref: '#' },
          { $ref: 7 },
        ),
        fc.constantFrom<unknown>({ valueOf: 1 }, [{ valueOf: 1 }, { valueOf: 2 }], {
          constructor: null,
          toString: 1,
        }),
        fc.jsonValue(),
        fc.constantFrom(...places).map((place) => ({ $ref: `#/${place.join('/')}` })),
      ),
    ),
  )
  .map(([document, place, replacement]) => changed(document, place, replacement));

/** What every report is, whatever the document. */
function faultsOf(text: string, mediaType: DocumentMediaType): string[] {
  const { report, value, isSound } = inspectDocument({ text, mediaType });
  const lines = report.findings.map(({ line }) => line ?? 0);
  const lineCount = text.split('\n').length;
  const isValid = !report.findings.some(({ severity }) => severity === 'error');
  return [
    report.valid === isValid ? '' : 'valid with an error, or invalid without',
    report.valid && (report.specVersion === null || !isSound) ? 'valid and not sound' : '',
    isSound === (value !== null) ? '' : 'sound without a value',
    lines.every((line, index) => line <= lineCount && line >= (lines[index - 1] ?? 0)) ? '' : 'out of order',
    report.findings.every(({ message, hint }) => message !== '' && hint !== '' && message.length <= 400)
      ? ''
      : 'a message that says nothing, or too much',
  ].filter((fault) => fault !== '');
}

function expectReports<Arguments extends [unknown, ...unknown[]]>(
  property: fc.IPropertyWithHooks<Arguments>,
  numRuns: number,
): void {
  expect(() => fc.assert(property, { numRuns })).not.toThrow();
}

describe('inspectDocument', () => {
  it('has a report for any text', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...SYNTAX), maxLength: 60 }),
    );

    expectReports(
      fc.property(texts, mediaTypes, (text, mediaType) => expect(faultsOf(text, mediaType)).toEqual([])),
      runs(200),
    );
  });

  it('has a report for any value', () => {
    expectReports(
      fc.property(fc.jsonValue(), mediaTypes, (value, mediaType) => {
        const text = mediaType === 'application/json' ? JSON.stringify(value) : stringify(value);
        expect(faultsOf(text, mediaType)).toEqual([]);
      }),
      runs(80),
    );
  });

  it('has a report for any document with something else at one place', () => {
    expectReports(
      fc.property(mutants, (value) =>
        expect(faultsOf(JSON.stringify(value) ?? '', 'application/json')).toEqual([]),
      ),
      runs(300),
    );
  });

  it('has a report for any document that is cut off, or has characters too much', () => {
    expectReports(
      fc.property(
        fc.constantFrom(...GOOD_DOCUMENTS),
        mediaTypes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.string({ maxLength: 3 }),
        fc.boolean(),
        ([, document], mediaType, share, inserted, isCutOff) => {
          const text =
            mediaType === 'application/json' ? JSON.stringify(document, null, 1) : stringify(document);
          const at = Math.floor(share * text.length);
          const rest = isCutOff ? '' : text.slice(at);
          expect(faultsOf(text.slice(0, at) + inserted + rest, mediaType)).toEqual([]);
        },
      ),
      runs(60),
    );
  });

  it('says the same of a document in both formats', () => {
    const findingsOf = (text: string, mediaType: DocumentMediaType): object[] =>
      inspectDocument({ text, mediaType }).report.findings.map(({ rule, pointer, message }) => ({
        rule,
        pointer,
        message,
      }));

    expectReports(
      fc.property(mutants, (value) => {
        fc.pre(value !== undefined);
        const yaml = stringify(value, { aliasDuplicateObjects: false });
        expect(findingsOf(yaml, 'application/yaml')).toEqual(
          findingsOf(JSON.stringify(value), 'application/json'),
        );
      }),
      runs(60),
    );
  });

  it('is done before long with many values, each of which could fit many schemas', () => {
    const schema = {
      oneOf: Array.from({ length: 5_000 }, () => ({ type: 'string' })),
      examples: Array.from({ length: 5_000 }, () => 1),
    };
    const info = { title: 'a', version: 'b' };
    const text = JSON.stringify({
      openapi: '3.1.0',
      info,
      paths: {},
      components: { schemas: { A: schema } },
    });
    const before = process.cpuUsage();

    const { report } = inspectDocument({ text, mediaType: 'application/json' });

    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(8_000);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: 'example-mismatch', pointer: '/components/schemas/A/examples/0' }),
    );
  }, 120_000);
});

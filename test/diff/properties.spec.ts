import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { compareDocuments } from '../../src/diff/compare-documents';
import { anyDocument } from './arbitrary-document';
import { runs } from '../property/runs';
import { mutationOf, renamed, shuffled } from './rewrite';

const RUNS = runs(20);

jest.setTimeout(120_000 + RUNS * 1_000);

const changesOf = (base: unknown, revision: unknown) => compareDocuments(base, revision).changes;

describe('a comparison', () => {
  it('finds nothing in a document that did not change', () => {
    check(
      fc.property(anyDocument, (document) =>
        expect(changesOf(document, structuredClone(document))).toEqual([]),
      ),
    );
  });

  it('does not mind the order of keys, nor of lists whose order says nothing', () => {
    const both = anyDocument.chain((document) =>
      fc.tuple(fc.constant(document), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))),
    );
    check(
      fc.property(both, ([document, stream]) => {
        const next = () => Number(stream.next().value);
        const random = (items: unknown[]) =>
          items
            .map((item) => ({ item, order: next() }))
            .toSorted((a, b) => a.order - b.order)
            .map(({ item }) => item);
        expect(changesOf(document, shuffled(document, random))).toEqual([]);
      }),
    );
  });

  it('does not mind the names of components', () => {
    check(fc.property(anyDocument, (document) => expect(changesOf(document, renamed(document))).toEqual([])));
  });

  it('does not mind whether a document is YAML or JSON', () => {
    check(
      fc.property(anyDocument, (document) =>
        expect(changesOf(document, parse(stringify(document)))).toEqual([]),
      ),
    );
  });

  it('tells of what is added where it tells the other way round of what is removed', () => {
    const pair = fc.tuple(anyDocument, anyDocument);
    const mutated = anyDocument.chain((document) =>
      fc.tuple(
        fc.constant(document),
        mutationOf(document).map((m) => m.document),
      ),
    );
    check(
      fc.property(fc.oneof(pair, mutated), ([base, revision]) => {
        const [there, back] = [changesOf(base, revision), changesOf(revision, base)];
        expect(pointersOf(there, 'added')).toEqual(pointersOf(back, 'removed'));
        expect(pointersOf(there, 'removed')).toEqual(pointersOf(back, 'added'));
      }),
    );
  });

  it('tells of each change of what a document says, and calls those of documentation harmless', () => {
    const mutated = anyDocument.chain((document) => fc.tuple(fc.constant(document), mutationOf(document)));
    check(
      fc.property(mutated, ([document, { document: revision, path }]) => {
        const changes = changesOf(document, revision);
        expect(changes).not.toEqual([]);
        const isNote = path.some((key, index) => NOTES.has(key) && !HOLDS_NAMES.has(path[index - 1] ?? ''));
        expect(isNote ? changes.filter(({ severity }) => severity !== 'info') : []).toEqual([]);
      }),
      RUNS * 4,
    );
  });

  it('of any values whatever ends, and tells nothing of two that are the same', () => {
    check(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.jsonValue({ maxDepth: 6 }), (base, revision) => {
        compareDocuments(base, revision);
        expect(changesOf(base, structuredClone(base))).toEqual([]);
      }),
    );
  });
});

const NOTES = new Set(['title', 'summary', 'description', 'example', 'externalDocs']);
const HOLDS_NAMES = new Set(['properties', 'responses', 'headers', 'scopes', 'callbacks', 'links']);

function check<T>(property: fc.IPropertyWithHooks<T>, numRuns = RUNS): void {
  fc.assert(property, { numRuns });
}

function pointersOf(changes: ReturnType<typeof changesOf>, kind: string): string[] {
  return changes
    .filter((change) => change.kind === kind)
    .map((change) => `${change.operation} ${change.pointer}`)
    .toSorted();
}

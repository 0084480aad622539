import { ChangeCollector } from './change-collector';
import type { Comparison } from './comparison';
import { compareApis } from './api.rules';
import { sameJson } from './document/json';
import { SourceDocument } from './document/source-document';
import { LIMITATION_RULES } from './limitation.rules';
import { Fingerprints } from './schema/fingerprints';
import { SchemaComparer } from './schema/schema-comparer';
import { SchemaReader } from './schema/schema-reader';
import { Scope } from './scope';
import { matchSchemes } from './security-requirement';
import { TooComplexError } from './too-complex.error';

/**
 * What a revision of an OpenAPI document (2.0 to 3.2, each of any version) changes for the clients of the base. Nothing is
 * fetched, and nothing thrown: what cannot be compared to the end says so in a change.
 *
 * @param base the document that clients know, parsed
 * @param now what today is for sunset dates
 */
export function compareDocuments(base: unknown, revision: unknown, now = new Date()): Comparison {
  const changes = new ChangeCollector(LIMITATION_RULES['changes-left-out']);
  const documents = { base: new SourceDocument(base), revision: new SourceDocument(revision) };
  const readers = {
    base: new SchemaReader(documents.base),
    revision: new SchemaReader(documents.revision),
    fingerprints: new Fingerprints(),
  };
  const schemeNames = matchSchemes(documents);
  const scope = new Scope({ documents, schemas: new SchemaComparer(readers), changes, schemeNames, now });
  try {
    compareApis(scope);
  } catch (error) {
    if (!isTooComplex(error)) throw error;
    if (!sameJson(base, revision))
      scope.changed(LIMITATION_RULES['comparison-incomplete'], documents.revision.root, undefined, undefined);
  }
  return changes.comparison();
}

/** A `RangeError` is what comes of an overflow of the stack. */
function isTooComplex(error: unknown): boolean {
  return error instanceof TooComplexError || error instanceof RangeError;
}

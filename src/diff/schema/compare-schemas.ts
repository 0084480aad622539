import { compareNotes } from '../notes.rules';
import { compareUnknown } from '../unknown.rules';
import { compareCompositions, compareUnions } from './composition.rules';
import { compareDeprecation } from './deprecated.rules';
import { compareDiscriminators } from './discriminator.rules';
import { compareItems } from './items.rules';
import { compareLimits } from './limits.rules';
import { compareOpaque } from './opaque.rules';
import { compareAdditional, compareProperties } from './properties.rules';
import type { SchemaPair } from './schema-pair';
import { compareFormats, compareTypes } from './types.rules';
import { compareUnevaluated } from './unevaluated.rules';
import { compareDefaults, compareValues } from './values.rules';

/** Fills a pair with what differs, and with what is to be compared next. */
export function compareSchemas(pair: SchemaPair): void {
  if (!compareUnions(pair)) {
    compareTypes(pair);
    compareFormats(pair);
    compareLimits(pair);
    compareValues(pair);
    compareProperties(pair);
    compareAdditional(pair);
    compareItems(pair);
    compareCompositions(pair);
    compareOpaque(pair);
    compareUnevaluated(pair);
  }
  compareDefaults(pair);
  compareDiscriminators(pair);
  compareDeprecation(pair);
  const documents = { base: pair.readers.base.document, revision: pair.readers.revision.document };
  const report = pair.differences.push.bind(pair.differences);
  compareNotes(pair.base.notes, pair.revision.notes, report);
  compareUnknown(documents, pair.base.other, pair.revision.other, report);
}

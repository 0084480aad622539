import { advisoryLockFunctions } from './advisory-lock-functions';
import { arithmeticOperators } from './arithmetic-operators';
import { arrayFunctions, arrayOperators } from './array-functions';
import { bitFunctions } from './bit-functions';
import { bitStringOperators } from './bit-string-operators';
import { castFunctions } from './cast-functions';
import { dateTimeConstructors } from './date-time-constructors';
import { dateTimeFunctions } from './date-time-functions';
import { dateTimeOperators, overlapsFunctions } from './date-time-operators';
import { dateTruncationFunctions } from './date-truncation';
import { encodingFunctions } from './encoding-functions';
import { enumFunctions } from './enum-functions';
import { errorFunctions } from './error-function';
import { formatFunctions } from './format-functions';
import { geometricFunctions, geometricOperators } from './geometric-functions';
import { hashFunctions } from './hash-functions';
import { hstoreFunctions, hstoreOperators } from './hstore-functions';
import { identifierFunctions } from './identifier-functions';
import { jsonBuilders } from './json-builders';
import { jsonFunctions, jsonOperators } from './json-functions';
import { jsonPathFunctions, jsonPathOperators } from './json-path-functions';
import { jsonRecordFunctions } from './json-record-functions';
import { ltreeFunctions, ltreeOperators } from './ltree-functions';
import { mathFunctions } from './math-functions';
import { moneyOperators } from './money-operators';
import { multirangeFunctions, multirangeOperators } from './multirange-functions';
import { networkFunctions, networkOperators } from './network-functions';
import { paddingFunctions } from './padding-functions';
import { randomFunctions } from './random-functions';
import { rangeFunctions, rangeOperators } from './range-functions';
import { regexpFunctions } from './regexp-functions';
import { regexpReplaceFunctions } from './regexp-replace';
import type { Signature } from './signature';
import { sizeFunctions } from './size-functions';
import { systemFunctions } from './system-functions';
import { textFunctions } from './text-functions';
import { textOperators } from './text-operators';
import { textSearchFunctions, textSearchOperators } from './text-search-functions';
import { textSearchHeadlineFunctions } from './text-search-headline';
import { textSearchJsonFunctions } from './text-search-json';
import { textSearchRankFunctions } from './text-search-rank';
import { toCharFunctions } from './to-char-functions';
import { trigonometricFunctions } from './trigonometric-functions';
import { typeFunctions } from './type-functions';
import { unicodeFunctions } from './unicode-functions';
import { uuidFunctions } from './uuid-functions';
import { widthBucketFunctions } from './width-bucket';

/** Every operator but the comparisons, by symbol. */
export const builtInOperators: ReadonlyMap<string, readonly Signature[]> = byName([
  ...arithmeticOperators,
  ...moneyOperators,
  ...textOperators,
  ...bitStringOperators,
  ...dateTimeOperators,
  ...jsonOperators,
  ...arrayOperators,
  ...rangeOperators,
  ...networkOperators,
  ...geometricOperators,
  ...multirangeOperators,
  ...jsonPathOperators,
  ...textSearchOperators,
  ...hstoreOperators,
  ...ltreeOperators,
]);

/** Every scalar function, by name. */
export const builtInFunctions: ReadonlyMap<string, readonly Signature[]> = byName([
  ...textFunctions,
  ...paddingFunctions,
  ...formatFunctions,
  ...regexpFunctions,
  ...regexpReplaceFunctions,
  ...hashFunctions,
  ...encodingFunctions,
  ...bitFunctions,
  ...unicodeFunctions,
  ...identifierFunctions,
  ...mathFunctions,
  ...trigonometricFunctions,
  ...errorFunctions,
  ...randomFunctions,
  ...widthBucketFunctions,
  ...dateTimeFunctions,
  ...dateTimeConstructors,
  ...dateTruncationFunctions,
  ...overlapsFunctions,
  ...toCharFunctions,
  ...jsonFunctions,
  ...jsonBuilders,
  ...jsonRecordFunctions,
  ...arrayFunctions,
  ...rangeFunctions,
  ...networkFunctions,
  ...geometricFunctions,
  ...multirangeFunctions,
  ...jsonPathFunctions,
  ...textSearchFunctions,
  ...textSearchJsonFunctions,
  ...textSearchRankFunctions,
  ...textSearchHeadlineFunctions,
  ...enumFunctions,
  ...hstoreFunctions,
  ...ltreeFunctions,
  ...systemFunctions,
  ...uuidFunctions,
  ...sizeFunctions,
  ...typeFunctions,
  ...advisoryLockFunctions,
  ...castFunctions,
]);

function byName(signatures: readonly Signature[]): Map<string, Signature[]> {
  const map = new Map<string, Signature[]>();
  for (const signature of signatures) {
    const sameName = map.get(signature.name);
    if (sameName) sameName.push(signature);
    else map.set(signature.name, [signature]);
  }
  return map;
}

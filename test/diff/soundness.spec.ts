import Ajv from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { compareDocuments } from '../../src/diff/compare-documents';
import { AT_SITE } from './a-document';
import { anySchema, anyValue, type Schemas, subtleSchema } from './arbitrary-schema';
import { mutationOf } from './rewrite';

/** SOUNDNESS_RUNS and SOUNDNESS_SEED try more of them, and the same again. */
const { SOUNDNESS_RUNS, SOUNDNESS_SEED } = process.env;
const RUNS = Number(SOUNDNESS_RUNS ?? 30);
const SEED = Number(SOUNDNESS_SEED ?? Math.floor(Math.random() * 2 ** 31));

jest.setTimeout(120_000 + RUNS * 1_000);

const VALUES = fc.sample(anyValue, { numRuns: 300, seed: 7 });

const documentOf = (site: string, { schema, components }: Schemas) => ({
  ...AT_SITE[site]!(schema),
  components: { schemas: components },
});

/** Two sets of schemas, of which the second is the first with a change in one place, or another one altogether. */
const pairsOf = (schemas: fc.Arbitrary<Schemas>): fc.Arbitrary<[Schemas, Schemas]> =>
  schemas.chain((base) =>
    fc.tuple(
      fc.constant(base),
      fc.oneof(
        {
          weight: 5,
          arbitrary: mutationOf({ ...base }).map(({ document }) => document as unknown as Schemas),
        },
        schemas,
      ),
    ),
  );

/** A property that was not declared, and sent all the same, is taken for none that clients rely on. */
const BY_CONVENTION = new Set(['new-optional-request-property']);

describe('a comparison is never calm about a schema that allows less in a request, or more in a response', () => {
  it.each([
    ['of whatever keywords', pairsOf(anySchema), RUNS],
    ['of keywords by which more is less', pairsOf(subtleSchema), 3 * RUNS],
  ])('%s', (_, pairs, numRuns) => {
    if (SOUNDNESS_RUNS !== undefined) console.log(`SOUNDNESS_SEED=${SEED}`);
    fc.assert(
      fc.property(pairs, ([base, revision]) => {
        const [before, after] = [outcomesOf(base), outcomesOf(revision)];
        const isNarrower = VALUES.some((_value, index) => before[index] === true && after[index] === false);
        const isWider = VALUES.some((_value, index) => before[index] === false && after[index] === true);
        const isCalm = {
          request: isNarrower && !isAlarmed('request-body', base, revision),
          response: isWider && !isAlarmed('response-body', base, revision),
        };
        expect(isCalm).toEqual({ request: false, response: false });
      }),
      { numRuns, seed: SEED },
    );
  });
});

/** What clients may receive that they do not expect may be a warning, such as a new value of an enum. */
function isAlarmed(site: string, base: Schemas, revision: Schemas): boolean {
  const { changes, isBreaking, warnings } = compareDocuments(
    documentOf(site, base),
    documentOf(site, revision),
  );
  const isWarned = site === 'response-body' && warnings > 0;
  return isBreaking || isWarned || changes.some(({ rule }) => BY_CONVENTION.has(rule));
}

/** For each value whether it is right; null when that cannot be told, because the schema is wrong or has no end. */
function outcomesOf({ schema, components }: Schemas): (boolean | null)[] {
  try {
    const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
    const isRight = ajv.compile({ $id: 'test:schema', components: { schemas: components }, allOf: [schema] });
    return VALUES.map((value) => isRight(value));
  } catch {
    return [];
  }
}

import * as fc from 'fast-check';

type Json = Record<string, unknown>;

/** A schema, and the components that it may refer to. */
export interface Schemas {
  schema: unknown;
  components: Json;
}

const text = fc.constantFrom('one', 'two', 'three', 'four');
const small = fc.integer({ min: 0, max: 6 });
const scalar = fc.oneof(text, small, fc.constant(null), fc.boolean());
const reference = fc.constantFrom('A', 'B').map((name) => ({ $ref: `#/components/schemas/${name}` }));

function some(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

function atLeastOne<T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.uniqueArray(item, { minLength: 1, maxLength: 3, selector: (value) => JSON.stringify(value) });
}

const numbers = some({
  type: fc.constantFrom('integer', 'number', ['number', 'null']),
  minimum: small,
  maximum: small,
  exclusiveMinimum: small,
  exclusiveMaximum: small,
  multipleOf: fc.integer({ min: 1, max: 4 }),
});
const strings = some({
  type: fc.constantFrom('string', ['string', 'null']),
  minLength: small,
  maxLength: small,
  pattern: fc.constantFrom('o', '^t', 'e$'),
});
const types = fc.constantFrom<unknown>(
  'string',
  'integer',
  'number',
  ['integer', 'string'],
  'object',
  'array',
  'null',
);

/** Schemas of JSON Schema, all keywords of which say something of the values that `anyValue` makes. */
const { schema } = fc.letrec<{ schema: unknown }>((tie) => {
  const list = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const named = (names: fc.Arbitrary<string>) => fc.dictionary(names, tie('schema'), { maxKeys: 2 });
  const objects = some({
    type: fc.constantFrom('object', ['object', 'string']),
    properties: named(text),
    required: atLeastOne(text),
    additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
    minProperties: small,
    maxProperties: small,
    patternProperties: named(fc.constantFrom('^t', 'e')),
    propertyNames: fc.oneof(strings, tie('schema')),
    dependentSchemas: named(text),
    dependentRequired: fc.dictionary(text, atLeastOne(text), { maxKeys: 1 }),
  });
  const arrays = some({
    items: tie('schema'),
    prefixItems: list,
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    contains: tie('schema'),
    minContains: small,
    maxContains: small,
  });
  const closed = fc
    .tuple(
      objects,
      list,
      fc.constantFrom('allOf', 'anyOf', 'oneOf'),
      fc.oneof(fc.constant(false), tie('schema')),
    )
    .map(([own, within, choice, rest]) => ({ ...own, [choice]: within, unevaluatedProperties: rest }));
  const ended = fc
    .tuple(arrays, list, fc.constantFrom('allOf', 'anyOf', 'oneOf'))
    .map(([own, within, choice]) => ({ ...own, [choice]: within, unevaluatedItems: false }));
  return {
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      reference,
      fc.constantFrom<unknown>(true, false, {}),
      some({ type: types, enum: atLeastOne(scalar), const: scalar }),
      strings,
      numbers,
      objects,
      arrays.map((fields) => ({ type: 'array', ...fields })),
      fc.record({ anyOf: list }),
      fc.record({ oneOf: list }),
      fc.tuple(fc.record({ oneOf: list }), objects).map(([choice, beside]) => ({ ...beside, ...choice })),
      fc.record({ allOf: list }),
      fc
        .tuple(tie('schema'), strings)
        .map(([inner, beside]) => ({ anyOf: [inner, { type: 'null' }], ...beside })),
      fc.tuple(reference, objects).map(([inner, beside]) => ({ ...inner, ...beside })),
      fc.record({ not: tie('schema') }),
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword
      some({ if: tie('schema'), then: tie('schema'), else: tie('schema') }),
      closed,
      ended,
    ),
  };
});

export const anySchema: fc.Arbitrary<Schemas> = fc.record({
  schema,
  components: fc.record({ A: schema, B: schema }),
});

/** Objects of which each needs some names, or has some of certain values. */
const simpleObjects = some({
  type: fc.constant('object'),
  required: atLeastOne(text),
  properties: fc.dictionary(text, fc.oneof(strings, numbers, some({ enum: atLeastOne(scalar) })), {
    minKeys: 1,
    maxKeys: 2,
  }),
  additionalProperties: fc.boolean(),
});
const simple = fc.oneof(strings, numbers, simpleObjects, some({ enum: atLeastOne(scalar) }));
const several = fc.array(simple, { minLength: 2, maxLength: 3 });
const severalObjects = fc.array(simpleObjects, { minLength: 2, maxLength: 3 });
const choice = fc.record({ oneOf: fc.oneof(several, severalObjects) });

/** Small schemas with one of the keywords by which less may be right when more is in another place. */
export const subtleSchema: fc.Arbitrary<Schemas> = fc
  .oneof(
    { weight: 4, arbitrary: choice },
    choice.map((one) => ({ type: 'object', properties: { one } })),
    choice.map((items) => ({ type: 'array', items })),
    fc.tuple(choice, simpleObjects).map(([one, beside]) => ({ ...beside, ...one })),
    fc.record({ not: fc.oneof(simple, choice) }),
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword
    fc.record({ if: simple, then: simple, else: simple }),
    some({ type: fc.constant('array'), contains: simple, minContains: small, maxContains: small }),
    fc.record({ propertyNames: strings }),
    fc.record({ dependentSchemas: fc.dictionary(text, simpleObjects, { minKeys: 1, maxKeys: 2 }) }),
    fc
      .tuple(severalObjects, simpleObjects, fc.constantFrom('allOf', 'anyOf', 'oneOf'))
      .map(([within, own, keyword]) => ({ ...own, [keyword]: within, unevaluatedProperties: false })),
    fc.tuple(several, fc.constantFrom('allOf', 'anyOf', 'oneOf')).map(([within, keyword]) => ({
      [keyword]: within.map((items) => ({ items })),
      unevaluatedItems: false,
    })),
  )
  .map((schema) => ({ schema, components: {} }));

export const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}));

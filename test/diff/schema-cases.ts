const kinds = [
  { type: 'object', title: 'A', properties: { kind: { type: 'string' }, sort: { type: 'string' } } },
  { type: 'object', title: 'B', properties: { kind: { type: 'string' }, sort: { type: 'integer' } } },
];

/** For each rule that there is one of for each site: a schema before and after. */
export const SCHEMA_CASES: Readonly<Record<string, readonly [before: unknown, after: unknown]>> = {
  'type-changed': [{ type: 'array' }, { type: 'object' }],
  'type-generalized': [{ type: 'integer' }, { type: 'number' }],
  'type-specialized': [{ type: ['string', 'boolean'] }, { type: 'boolean' }],
  'became-nullable': [{ type: 'string' }, { type: ['string', 'null'] }],
  'became-not-nullable': [{ type: ['string', 'null'] }, { type: 'string' }],
  'format-added': [{ type: 'string' }, { type: 'string', format: 'uuid' }],
  'format-removed': [{ type: 'string', format: 'uuid' }, { type: 'string' }],
  'format-changed': [
    { type: 'string', format: 'uuid' },
    { type: 'string', format: 'date' },
  ],
  'format-generalized': [
    { type: 'integer', format: 'int32' },
    { type: 'integer', format: 'int64' },
  ],
  'format-specialized': [
    { type: 'number', format: 'double' },
    { type: 'number', format: 'float' },
  ],
  ...limit('max', 'maximum'),
  ...limit('min', 'minimum'),
  ...limit('max-length', 'maxLength'),
  ...limit('min-length', 'minLength'),
  ...limit('max-items', 'maxItems'),
  ...limit('min-items', 'minItems'),
  ...limit('max-properties', 'maxProperties'),
  ...limit('min-properties', 'minProperties'),
  'multiple-of-set': [{}, { multipleOf: 2 }],
  'multiple-of-unset': [{ multipleOf: 2 }, {}],
  'multiple-of-changed': [{ multipleOf: 2 }, { multipleOf: 3 }],
  'multiple-of-generalized': [{ multipleOf: 4 }, { multipleOf: 2 }],
  'multiple-of-specialized': [{ multipleOf: 2 }, { multipleOf: 4 }],
  'unique-items-set': [{}, { uniqueItems: true }],
  'unique-items-unset': [{ uniqueItems: true }, { uniqueItems: false }],
  'pattern-added': [{}, { pattern: '^a' }],
  'pattern-removed': [{ pattern: '^a' }, {}],
  'pattern-changed': [{ pattern: '^a' }, { pattern: '^b' }],
  'enum-value-added': [{ enum: ['a'] }, { enum: ['b', 'a'] }],
  'enum-value-removed': [{ enum: ['a', 'b'] }, { enum: ['b'] }],
  'became-enum': [{ type: 'string' }, { type: 'string', enum: ['a'] }],
  'became-not-enum': [{ type: 'string', const: 'a' }, { type: 'string' }],
  'default-value-added': [{}, { default: 1 }],
  'default-value-removed': [{ default: 1 }, {}],
  'default-value-changed': [{ default: 1 }, { default: 2 }],
  'additional-properties-disallowed': [{}, { additionalProperties: false }],
  'additional-properties-allowed': [{ additionalProperties: false }, { additionalProperties: true }],
  'additional-properties-restricted': [{}, { additionalProperties: { type: 'string' } }],
  'additional-properties-unrestricted': [{ additionalProperties: { type: 'string' } }, {}],
  'items-set': [{ type: 'array' }, { type: 'array', items: { type: 'string' } }],
  'items-unset': [
    { type: 'array', items: { type: 'string' } },
    { type: 'array', items: {} },
  ],
  ...choice('one-of', 'oneOf'),
  'one-of-added': [{ oneOf: types('string', 'array') }, { oneOf: types('boolean', 'array', 'string') }],
  'one-of-added-that-may-overlap': [
    { oneOf: types('integer', 'string') },
    { oneOf: types('integer', 'string', 'number') },
  ],
  'one-of-removed': [{ oneOf: types('string', 'array', 'boolean') }, { oneOf: types('string', 'array') }],
  'one-of-removed-that-may-overlap': [
    { oneOf: types('integer', 'string', 'number') },
    { oneOf: types('integer', 'string') },
  ],
  // One of them grows, and one of them shrinks.
  'one-of-changed-that-may-overlap': [
    {
      oneOf: [
        { title: 'A', maxLength: 3 },
        { title: 'B', minLength: 3 },
      ],
    },
    {
      oneOf: [
        { title: 'A', maxLength: 5 },
        { title: 'B', minLength: 5 },
      ],
    },
  ],
  'unevaluated-changed': [
    { anyOf: [{ required: ['a'] }, { required: ['b'] }], unevaluatedProperties: false },
    {
      anyOf: [{ required: ['a'], additionalProperties: true }, { required: ['b'] }],
      unevaluatedProperties: false,
    },
  ],
  ...choice('any-of', 'anyOf'),
  'one-of-became-any-of': [{ oneOf: alternatives('a', 'b') }, { anyOf: alternatives('a', 'b') }],
  'any-of-became-one-of': [{ anyOf: alternatives('a', 'b') }, { oneOf: alternatives('b', 'a') }],
  'all-of-added': [{ allOf: [{ pattern: 'a' }] }, { allOf: [{ pattern: 'a' }, { pattern: 'b' }] }],
  'all-of-removed': [{ allOf: [{ pattern: 'a' }, { pattern: 'b' }] }, { allOf: [{ pattern: 'a' }] }],
  'discriminator-added': [discriminated(null), discriminated({ propertyName: 'kind' })],
  'discriminator-removed': [discriminated({ propertyName: 'kind' }), discriminated(null)],
  'discriminator-property-name-changed': [
    discriminated({ propertyName: 'kind' }),
    discriminated({ propertyName: 'sort' }),
  ],
  'discriminator-mapping-added': [mapped({ a: 'A' }), mapped({ a: 'A', b: 'B' })],
  'discriminator-mapping-deleted': [mapped({ a: 'A', b: 'B' }), mapped({ b: 'B' })],
  'discriminator-mapping-changed': [mapped({ a: 'A' }), mapped({ a: 'B' })],
  'schema-deprecated': [{}, { deprecated: true }],
  'schema-reactivated': [{ deprecated: true }, { deprecated: false }],
};

function limit(name: string, keyword: string): Record<string, [unknown, unknown]> {
  return {
    [`${name}-set`]: [{}, { [keyword]: 3 }],
    [`${name}-unset`]: [{ [keyword]: 3 }, {}],
    [`${name}-increased`]: [{ [keyword]: 3 }, { [keyword]: 5 }],
    [`${name}-decreased`]: [{ [keyword]: 5 }, { [keyword]: 3 }],
  };
}

function choice(name: string, keyword: string): Record<string, [unknown, unknown]> {
  return {
    [`${name}-added`]: [{ [keyword]: alternatives('a', 'b') }, { [keyword]: alternatives('c', 'b', 'a') }],
    [`${name}-removed`]: [{ [keyword]: alternatives('a', 'b', 'c') }, { [keyword]: alternatives('b', 'c') }],
    [`${name}-set`]: [{}, { [keyword]: alternatives('a', 'b') }],
    [`${name}-unset`]: [{ [keyword]: alternatives('a', 'b') }, {}],
  };
}

function alternatives(...names: string[]): unknown[] {
  return names.map((name) => ({ type: 'object', required: [name] }));
}

function types(...names: string[]): unknown[] {
  return names.map((type) => ({ type }));
}

function discriminated(discriminator: unknown): unknown {
  return { oneOf: kinds, ...(discriminator === null ? {} : { discriminator }) };
}

/** Values by the last part of the pointer of a component that the documents of the test have. */
function mapped(mapping: Record<string, string>): unknown {
  const references = Object.entries(mapping).map(([value, name]) => [value, `#/components/schemas/${name}`]);
  return { oneOf: kinds, discriminator: { propertyName: 'kind', mapping: Object.fromEntries(references) } };
}

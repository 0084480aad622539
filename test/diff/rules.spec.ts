import { compareDocuments } from '../../src/diff/compare-documents';
import { CHANGE_RULES } from '../../src/diff/rules';
import { SCHEMA_FAMILIES } from '../../src/diff/schema/schema.rules';
import { SITES } from '../../src/diff/schema/schema-rule';
import { AT_SITE } from './a-document';
import { CASES, type Case } from './cases';
import { SCHEMA_CASES } from './schema-cases';

const NAMED = { components: { schemas: { A: { type: 'string' }, B: { type: 'integer' } } } };

const schemaCases: Case[] = Object.entries(SCHEMA_CASES).flatMap(([suffix, [before, after]]) =>
  SITES.map((site) => {
    const documentOf = AT_SITE[site]!;
    return {
      rule: `${site}-${suffix}`,
      base: { ...documentOf(before), ...NAMED },
      revision: { ...documentOf(after), ...NAMED },
    };
  }),
);

const cases = [...CASES, ...schemaCases];
const severities = new Map(CHANGE_RULES.map(({ id, severity }) => [id, severity]));

/** Of these, another one comes of the same change. */
const NOT_ALONE = new Set([
  'api-global-security-became-required',
  'changes-left-out',
  ...SITES.map((site) => `${site}-one-of-changed-that-may-overlap`),
]);

describe('rules', () => {
  it.each(cases)('$rule tells what changed, and how bad it is', ({ rule, base, revision }) => {
    const { changes } = compareDocuments(base, revision);
    const found = changes.find((change) => change.rule === rule);
    expect(found).toMatchObject({ rule, severity: severities.get(rule) });
    expect(found?.reason).toMatch(/^[A-Z].*\.$/);
    const others = changes.map((change) => change.rule).filter((other) => other !== rule);
    expect({ others, alone: others.length === 0 }).toMatchObject({ alone: !NOT_ALONE.has(rule) });
  });

  it.each(cases)('$rule is not told of a document that did not change', ({ base, revision }) => {
    for (const document of [base, revision]) expect(rulesOf(document, structuredClone(document))).toEqual([]);
  });

  it('have one id each', () => {
    const ids = CHANGE_RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.length).toBeGreaterThan(100);
  });

  it('are tested, every one', () => {
    const tested = new Set(cases.map(({ rule }) => rule));
    expect(CHANGE_RULES.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
    expect([...tested].filter((id) => !severities.has(id))).toEqual([]);
  });

  it('judge what widens and what narrows the other way round for requests and responses', () => {
    const isBad = (id: string) => severities.get(id) !== 'info';
    for (const suffix of Object.keys(SCHEMA_FAMILIES).filter((name) =>
      /-(set|unset|increased|decreased)$/.test(name),
    )) {
      expect([suffix, isBad(`request-body-${suffix}`)]).toEqual([suffix, !isBad(`response-body-${suffix}`)]);
    }
  });
});

function rulesOf(base: unknown, revision: unknown): string[] {
  return compareDocuments(base, revision).changes.map(({ rule }) => rule);
}

import type { ChangeSeverity } from '../change';
import type { ChangeRule } from '../rule';

/** Where a schema is used. */
export const SITES = [
  'request-parameter',
  'request-body',
  'request-property',
  'response-body',
  'response-property',
  'response-header',
] as const;
export type Site = (typeof SITES)[number];

/** What the change does to the set of values that are right. */
export type Effect = 'widens' | 'narrows' | 'replaces' | 'undecided' | 'none';

/** One rule for each site. */
export type RuleFamily = Readonly<Record<Site, ChangeRule>>;

type Side = 'request' | 'response';
type FamilyText = readonly [
  effect: Effect,
  summary: string,
  severities?: Partial<Record<Side, ChangeSeverity>>,
];

const NOUNS: Readonly<Record<Site, string>> = {
  'request-parameter': 'a parameter',
  'request-body': 'a request body',
  'request-property': 'a request property',
  'response-body': 'a response body',
  'response-property': 'a response property',
  'response-header': 'a response header',
};

const SEVERITIES: Readonly<Record<Effect, Readonly<Record<Side, ChangeSeverity>>>> = {
  widens: { request: 'info', response: 'breaking' },
  narrows: { request: 'breaking', response: 'info' },
  replaces: { request: 'breaking', response: 'breaking' },
  undecided: { request: 'unknown', response: 'unknown' },
  none: { request: 'info', response: 'info' },
};

export const CONSEQUENCES: Readonly<Record<Side, Readonly<Record<ChangeSeverity, string>>>> = {
  request: {
    breaking: 'Clients that send what was right before may be refused',
    warning: 'Clients that rely on it may see another behaviour',
    info: 'What clients send today stays right',
    unknown: 'Whether what clients send today stays right cannot be told, so it counts as breaking',
  },
  response: {
    breaking: 'Clients may receive what they were not told to expect',
    warning: 'Clients that do not expect it may fail',
    info: 'Clients receive nothing that they were not told to expect',
    unknown: 'Whether clients may receive what they do not expect cannot be told, so it counts as breaking',
  },
};

/**
 * Rules for each site by the ends of their ids: `max-length-decreased` is `request-body-max-length-decreased` and so on.
 * In the summary `{}` stands for what the schema is of. The severities are what follows from the effect, unless told.
 */
export function defineFamilies<Suffix extends string>(
  texts: Record<Suffix, FamilyText>,
): Record<Suffix, RuleFamily> {
  const families = Object.entries<FamilyText>(texts).map(([suffix, text]) => [
    suffix,
    familyOf(suffix, text),
  ]);
  return Object.fromEntries(families) as Record<Suffix, RuleFamily>;
}

/** The same rule at every site of a side. */
export function bySide(request: ChangeRule, response: ChangeRule): RuleFamily {
  const rules = SITES.map((site) => [site, sideOf(site) === 'request' ? request : response]);
  return Object.fromEntries(rules) as RuleFamily;
}

export function sideOf(site: Site): Side {
  return site.startsWith('request') ? 'request' : 'response';
}

function familyOf(suffix: string, [effect, summary, severities]: FamilyText): RuleFamily {
  const rules = SITES.map((site) => {
    const side = sideOf(site);
    const severity = severities?.[side] ?? SEVERITIES[effect][side];
    const consequence = CONSEQUENCES[side][severity];
    return [
      site,
      { id: `${site}-${suffix}`, severity, summary: summary.replace('{}', NOUNS[site]), consequence },
    ];
  });
  return Object.fromEntries(rules) as RuleFamily;
}

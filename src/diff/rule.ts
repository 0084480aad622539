import type { ChangeSeverity } from './change';

/** A kind of change that is recognized. */
export interface ChangeRule {
  /** In the vocabulary of oasdiff, where it has a word for it. */
  id: string;
  severity: ChangeSeverity;
  /** One sentence without its full stop: what has changed. */
  summary: string;
  /** One sentence: what that means to clients. */
  consequence: string;
}

type RuleText = readonly [severity: ChangeSeverity, summary: string, consequence: string];

/** Rules by their id. */
export function defineRules<Id extends string>(texts: Record<Id, RuleText>): Record<Id, ChangeRule> {
  const rules = Object.entries<RuleText>(texts).map(([id, [severity, summary, consequence]]) => [
    id,
    { id, severity, summary, consequence },
  ]);
  return Object.fromEntries(rules) as Record<Id, ChangeRule>;
}

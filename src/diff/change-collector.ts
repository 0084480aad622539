import type { Change, ChangeSeverity } from './change';
import type { Comparison } from './comparison';
import type { Difference } from './difference';
import { smallValue } from './document/json';
import type { ChangeRule } from './rule';

/** How many changes a comparison tells of one by one. */
export const MOST_CHANGES = 5_000;

/** How long the texts of these changes are together, in characters. */
const MOST_CHARACTERS = 4_000_000;

const WORST_FIRST: readonly ChangeSeverity[] = ['breaking', 'unknown', 'warning', 'info'];

interface Numbered {
  order: number;
  change: Change;
}

/** Gathers changes: counts them all, and keeps the worst of them. */
export class ChangeCollector {
  private count = 0;
  private readonly counts: Record<ChangeSeverity, number> = { breaking: 0, unknown: 0, warning: 0, info: 0 };
  private readonly kept: Record<ChangeSeverity, Numbered[]> = {
    breaking: [],
    unknown: [],
    warning: [],
    info: [],
  };

  /** @param leftOutRule the rule that tells how many changes are not shown */
  constructor(private readonly leftOutRule: ChangeRule) {}

  add(difference: Difference, operation: string | null): void {
    const { severity } = difference.rule;
    this.counts[severity]++;
    const order = this.count++;
    const kept = this.kept[severity];
    if (kept.length < MOST_CHANGES) kept.push({ order, change: changeOf(difference, operation) });
  }

  comparison(): Comparison {
    const { breaking, unknown, warning: warnings, info: infos } = this.counts;
    const worst = WORST_FIRST.flatMap((severity) => this.kept[severity]).slice(0, MOST_CHANGES);
    const changes = shortEnough(worst)
      .toSorted((left, right) => left.order - right.order)
      .map(({ change }) => change);
    if (this.count > changes.length) changes.push(this.leftOut(this.count - changes.length));
    return { changes, breaking, warnings, infos, unknown, isBreaking: breaking + unknown > 0 };
  }

  private leftOut(count: number): Change {
    const { id, severity, summary, consequence } = this.leftOutRule;
    const reason = `${summary}: ${count} more. ${consequence}.`;
    return {
      rule: id,
      severity,
      kind: 'changed',
      pointer: '',
      operation: null,
      before: undefined,
      after: count,
      reason,
    };
  }
}

/** The first of them, as far as they can be told without repeating long names without end. */
function shortEnough(numbered: readonly Numbered[]): readonly Numbered[] {
  let length = 0;
  const end = numbered.findIndex(({ change: { pointer, operation, reason } }) => {
    length += pointer.length + (operation?.length ?? 0) + reason.length;
    return length > MOST_CHARACTERS;
  });
  return end === -1 ? numbered : numbered.slice(0, end);
}

function changeOf(
  { rule, kind, place, before, after, subject }: Difference,
  operation: string | null,
): Change {
  const shown = { before: smallValue(before), after: smallValue(after) };
  const about = subject === undefined ? '' : `: ${subject}`;
  const reason = `${rule.summary}${about}${valuesOf(shown.before, shown.after)}. ${rule.consequence}.`;
  return {
    rule: rule.id,
    severity: rule.severity,
    kind,
    pointer: place.pointer,
    operation,
    ...shown,
    reason,
  };
}

function valuesOf(before: unknown, after: unknown): string {
  const values = [
    ...(isPlain(before) ? [`was ${JSON.stringify(before)}`] : []),
    ...(isPlain(after) ? [`is ${JSON.stringify(after)}`] : []),
  ];
  return values.length === 0 ? '' : ` (${values.join(', ')})`;
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
  );
}

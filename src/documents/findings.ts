import type { DocumentFinding, Severity } from './documents';
import type { Rule, Rules } from './rule';
import { LineIndex, type Place, placeOf } from './source/place';

/** So many findings are reported. */
const REPORTED = 1000;

/** So many of each severity are kept until it is known which are reported; the others are counted. */
const KEPT = 5000;

/** A message repeats parts of the document, which may be long. */
const MESSAGE_LENGTH = 400;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export const MORE_FINDINGS: Rule = {
  id: 'more-findings',
  severity: 'info',
  summary: 'There are more findings than are reported.',
  hint: 'Correct the findings that are listed, and look again.',
};

interface Kept {
  readonly rule: Rule;
  readonly pointer: string;
  readonly message: string;
  /** Where it is known better than by the pointer. */
  readonly offset: number | null;
}

/** Gathers what is found in a document. */
export class Findings {
  private readonly kept: Readonly<Record<Severity, Kept[]>> = { error: [], warning: [], info: [] };
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  private readonly seen = new Set<string>();
  private readonly brokenRules = new Set<string>();
  private root: Place | null = null;

  /** @param text of the document, to tell lines */
  constructor(private readonly text: string) {}

  /** Says where the values of the document are, once that is known. */
  locateIn(root: Place): void {
    this.root = root;
  }

  /** What has been found once is not found again. */
  add(rule: Rule, pointer: string, message: string, offset: number | null = null): void {
    const { severity } = rule;
    const key = `${rule.id} ${pointer} ${message}`;
    if (this.seen.has(key)) return;
    this.counts[severity] += 1;
    if (severity === 'error') this.brokenRules.add(rule.id);
    if (this.kept[severity].length >= KEPT) return;
    this.seen.add(key);
    this.kept[severity].push({ rule, pointer, message, offset });
  }

  get errors(): number {
    return this.counts.error;
  }

  /** Whether any of some rules is broken. */
  breaks(rules: Rules): boolean {
    return Object.values(rules).some(({ id }) => this.brokenRules.has(id));
  }

  /** In the order of the document. Where there are too many, the less severe are left out. */
  report(): DocumentFinding[] {
    const chosen = SEVERITIES.flatMap((severity) => this.kept[severity]).slice(0, REPORTED);
    const lines = new LineIndex(this.text);
    const reported = chosen
      .map((finding) => ({ finding, offset: this.offsetOf(finding) }))
      .toSorted((a, b) => (a.offset ?? -1) - (b.offset ?? -1) || depthOf(a.finding) - depthOf(b.finding))
      .map(({ finding, offset }) => {
        const position = offset === null ? null : lines.positionOf(offset);
        return describe(finding, position);
      });
    const more = this.counts.error + this.counts.warning + this.counts.info - reported.length;
    if (more > 0) reported.push(this.rest(more, reported));
    return reported;
  }

  private offsetOf({ offset, pointer }: Kept): number | null {
    if (offset !== null) return offset;
    return this.root === null ? null : placeOf(this.root, pointer).offset;
  }

  /** It is as severe as the most severe finding that it stands for. */
  private rest(more: number, reported: readonly DocumentFinding[]): DocumentFinding {
    const left = SEVERITIES.find(
      (severity) =>
        reported.filter((finding) => finding.severity === severity).length < this.counts[severity],
    );
    const message = `There are ${more} more findings.`;
    const rule = { ...MORE_FINDINGS, severity: left ?? MORE_FINDINGS.severity };
    return describe({ rule, pointer: '', message, offset: null }, null);
  }
}

/** What is found of a value comes before what is found of its first part, which begins at the same place. */
function depthOf({ pointer }: Kept): number {
  return pointer.split('/').length;
}

function describe(
  { rule, pointer, message }: Kept,
  position: { line: number; column: number } | null,
): DocumentFinding {
  return {
    rule: rule.id,
    severity: rule.severity,
    pointer: storable(pointer),
    line: position?.line ?? null,
    column: position?.column ?? null,
    message: storable(message.length > MESSAGE_LENGTH ? `${message.slice(0, MESSAGE_LENGTH - 1)}…` : message),
    hint: rule.hint,
  };
}

/** Without what neither JSON nor PostgreSQL can carry. */
function storable(text: string): string {
  return text.replaceAll(/[\0\p{Surrogate}]/gu, '\u{FFFD}');
}

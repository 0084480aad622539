import { added, changed, removed, type Difference } from '../difference';
import type { Place } from '../document/place';
import type { ChangeRule } from '../rule';
import type { Fingerprints } from './fingerprints';
import { ACCESS_RULES, UNJUDGED_RULES } from './unjudged.rules';
import type { Parts, Schema } from './schema';
import type { SchemaReader } from './schema-reader';
import { sideOf, type RuleFamily, type Site } from './schema-rule';

/** A site; or within what is not sent (`readOnly` in a request), not received (`writeOnly` in a response), not judged. */
export type Context = Site | 'not-sent' | 'not-received' | 'unjudged';

/** Where what is good for clients is bad, and the other way round. */
const OPPOSITES: Readonly<Partial<Record<Context, Context>>> = {
  'request-property': 'response-property',
  'response-property': 'request-property',
};

export interface Readers {
  base: SchemaReader;
  revision: SchemaReader;
  fingerprints: Fingerprints;
}

export interface Edge {
  base: Schema;
  revision: Schema;
  context: Context;
}

/** A difference that there is only when schemas within take more values than before, or in a response fewer. */
export interface Doubt {
  difference: Difference;
  /** The schemas, as they are judged on the other side: what is bad there is what the doubt is about. */
  edge: Edge;
  isRelevant(): boolean;
}

/** Two schemas that are compared in a context: their own differences, and the schemas within that are compared next. */
export class SchemaPair {
  constructor(
    readonly base: Schema,
    readonly revision: Schema,
    readonly context: Context,
    readonly readers: Readers,
    readonly differences: Difference[] = [],
    readonly edges: Edge[] = [],
    readonly doubts: Doubt[] = [],
  ) {}

  /** Which way the values go; null where it does not matter. */
  get side(): 'request' | 'response' | null {
    const { context } = this;
    if (context === 'not-sent') return 'request';
    if (context === 'not-received') return 'response';
    return context === 'unjudged' ? null : sideOf(context);
  }

  added(family: RuleFamily, place: Place, subject?: string): void {
    this.differences.push(added(this.ruleOf(family), place, subject));
  }

  removed(family: RuleFamily, place: Place, subject?: string): void {
    this.differences.push(removed(this.ruleOf(family), place, subject));
  }

  changed(family: RuleFamily, place: Place, before: unknown, after: unknown, subject?: string): void {
    this.differences.push(changed(this.ruleOf(family), place, before, after, subject));
  }

  /** Compares schemas within these, `readOnly` and `writeOnly` included. */
  descend(base: Parts, revision: Parts): Edge {
    const edge = this.descendInto(base, revision);
    compareAccess(edge.base, edge.revision, (difference) => this.differences.push(difference));
    return edge;
  }

  /**
   * Tells of a difference if schemas within allow more than before, or in a response less, and it is relevant then. Nothing
   * is in doubt where each change is told as unknown or as harmless.
   */
  doubt(
    family: RuleFamily,
    place: Place,
    { base, revision, context }: Edge,
    isRelevant: () => boolean,
  ): void {
    const opposite = OPPOSITES[context];
    if (opposite === undefined) return;
    const difference = changed(this.ruleOf(family), place, undefined, undefined);
    this.doubts.push({ difference, edge: { base, revision, context: opposite }, isRelevant });
  }

  /** Compares schemas within these, their own `readOnly` and `writeOnly` not. */
  descendInto(base: Parts, revision: Parts, context: Context = this.innerContext()): Edge {
    const { readers } = this;
    const edge = { base: readers.base.read(base), revision: readers.revision.read(revision), context };
    this.edges.push(edge);
    return edge;
  }

  /** Another view of the pair, whose differences are told as those of another context. */
  within(context: Context): SchemaPair {
    return new SchemaPair(
      this.base,
      this.revision,
      context,
      this.readers,
      this.differences,
      this.edges,
      this.doubts,
    );
  }

  /** The context of what is within. */
  innerContext(): Context {
    const { context } = this;
    if (context === 'not-sent' || context === 'not-received' || context === 'unjudged') return context;
    return `${sideOf(context)}-property`;
  }

  private ruleOf(family: RuleFamily): ChangeRule {
    const { context } = this;
    if (context === 'not-sent') return UNJUDGED_RULES['request-read-only-property-changed'];
    if (context === 'not-received') return UNJUDGED_RULES['response-write-only-property-changed'];
    return context === 'unjudged' ? UNJUDGED_RULES['unjudged-schema-changed'] : family[context];
  }
}

/** `readOnly` and `writeOnly` of what is not a property: what that means, the specification does not say. */
export function compareAccess(
  base: Schema,
  revision: Schema,
  report: (difference: Difference) => void,
): void {
  for (const keyword of ['readOnly', 'writeOnly'] as const) {
    if (base[keyword] === revision[keyword]) continue;
    const rule = ACCESS_RULES['read-only-or-write-only-changed'];
    report(
      changed(
        rule,
        revision.places.get(keyword) ?? revision.place,
        base[keyword],
        revision[keyword],
        keyword,
      ),
    );
  }
}

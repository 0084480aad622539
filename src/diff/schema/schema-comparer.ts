import type { Difference } from '../difference';
import { TooComplexError } from '../too-complex.error';
import { compareSchemas } from './compare-schemas';
import { compareAccess, SchemaPair, type Context, type Doubt, type Edge, type Readers } from './schema-pair';
import type { Parts, Schema } from './schema';
import type { Site } from './schema-rule';

const MOST_PAIRS = 300_000;
const MOST_VISITS = 20_000_000;

/** A pair of schemas in the graph of those that refer to each other. */
interface Node {
  edge: Edge;
  /** What differs, and the pairs within, the last one first; null until it is compared. */
  found: Found | null;
  /** The operation and the walk that came by last. */
  operation: number;
  walk: number;
  /** Whether neither this pair nor any within it differs. */
  isSame: boolean;
  /** Whether something is bad for clients in this pair, or in any within it; null when that is not known. */
  isBad: boolean | null;
}

interface Found {
  differences: readonly Difference[];
  within: readonly Node[];
  doubts: readonly Doubt[];
}

/**
 * Compares schemas. Each pair is compared once for each context it is used in, however often it is, and told of once for
 * each operation that uses it; so circles come to an end.
 */
export class SchemaComparer {
  private readonly nodes = new Map<string, Map<Schema, Map<Schema, Node>>>();
  private pairs = 0;
  private visits = 0;
  private walks = 0;
  private operations = 0;

  constructor(private readonly readers: Readers) {}

  /** A number for what is told of together, and each thing once. */
  nextOperation(): number {
    return ++this.operations;
  }

  /** @param operation a number of `nextOperation` */
  compare(
    base: Parts,
    revision: Parts,
    site: Site,
    operation: number,
    report: (found: Difference) => void,
  ): void {
    const edge = {
      base: this.readers.base.read(base),
      revision: this.readers.revision.read(revision),
      context: site,
    };
    compareAccess(edge.base, edge.revision, report);
    this.walk(this.nodeOf(edge), operation, report);
  }

  /** Whether two schemas say the same, whatever they are used for. */
  areSame(base: Parts, revision: Parts): boolean {
    let areSame = true;
    const edge = { base: this.readers.base.read(base), revision: this.readers.revision.read(revision) };
    this.walk(this.nodeOf({ ...edge, context: 'unjudged' }), this.nextOperation(), () => (areSame = false));
    return areSame;
  }

  private walk(start: Node, operation: number, report: (found: Difference) => void): void {
    const walk = ++this.walks;
    const seen: Node[] = [];
    let isSame = true;
    const open = [start];
    const doubtful: Doubt[] = [];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.walk === walk || node.isSame) continue;
      if (node.operation === operation) {
        isSame = false;
        continue;
      }
      if (++this.visits > MOST_VISITS) throw new TooComplexError();
      node.operation = operation;
      node.walk = walk;
      seen.push(node);
      const { differences, within, doubts } = this.foundIn(node);
      for (const difference of differences) report(difference);
      for (const doubt of doubts) doubtful.push(doubt);
      if (differences.length > 0) isSame = false;
      for (const next of within) if (!next.isSame && next.walk !== walk) open.push(next);
    }
    if (isSame) for (const node of seen) node.isSame = true;
    else
      for (const doubt of doubtful)
        if (this.isBad(this.nodeOf(doubt.edge)) && doubt.isRelevant()) report(doubt.difference);
  }

  /** Whether clients may fail because of what changed in a pair, or in any within it. */
  private isBad(start: Node): boolean {
    const seen = new Set<Node>([start]);
    for (const node of seen) {
      if (node.isSame || node.isBad === false) continue;
      if (++this.visits > MOST_VISITS) throw new TooComplexError();
      const { differences, within, doubts } = this.foundIn(node);
      node.isBad ??= differences.some((difference) => isBadIn(node.edge.context, difference)) || null;
      if (node.isBad) return (start.isBad = true);
      for (const next of within) seen.add(next);
      // Whether a doubt is relevant is left open: at worst something is called unknown that is safe.
      for (const { edge } of doubts) seen.add(this.nodeOf(edge));
    }
    for (const node of seen) node.isBad = false;
    return false;
  }

  private foundIn(node: Node): Found {
    if (node.found === null) {
      const { base, revision, context } = node.edge;
      const pair = new SchemaPair(base, revision, context, this.readers);
      compareSchemas(pair);
      node.found = {
        differences: pair.differences,
        within: pair.edges.map((edge) => this.nodeOf(edge)).toReversed(),
        doubts: pair.doubts,
      };
    }
    return node.found;
  }

  private nodeOf(edge: Edge): Node {
    const byBase = getOrSet(this.nodes, edge.context, () => new Map<Schema, Map<Schema, Node>>());
    const byRevision = getOrSet(byBase, edge.base, () => new Map<Schema, Node>());
    return getOrSet(byRevision, edge.revision, () => {
      if (++this.pairs > MOST_PAIRS) throw new TooComplexError();
      return { edge, found: null, operation: -1, walk: -1, isSame: false, isBad: null };
    });
  }
}

/** A warning is bad for who receives what he was not told to expect; who sends it may still send it. */
function isBadIn(context: Context, { rule: { severity } }: Difference): boolean {
  return severity !== 'info' && (severity !== 'warning' || context.startsWith('response'));
}

function getOrSet<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

import type { Difference } from '../difference';
import { TooComplexError } from '../too-complex.error';
import { compareSchemas } from './compare-schemas';
import { compareAccess, SchemaPair, type Edge, type Readers } from './schema-pair';
import type { Parts, Schema } from './schema';
import type { Site } from './schema-rule';

const MOST_PAIRS = 300_000;
const MOST_VISITS = 20_000_000;

/** A pair of schemas in the graph of those that refer to each other. */
interface Node {
  edge: Edge;
  /** Null until it is compared. */
  pair: SchemaPair | null;
  /** The operation and the walk that came by last. */
  operation: number;
  walk: number;
  /** Whether neither this pair nor any within it differs. */
  isSame: boolean;
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

  constructor(private readonly readers: Readers) {}

  /** @param operation what is told of once: the same number for all of one operation */
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

  private walk(start: Node, operation: number, report: (found: Difference) => void): void {
    const walk = ++this.walks;
    const seen: Node[] = [];
    let isSame = true;
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.isSame || node.walk === walk) continue;
      if (node.operation === operation) {
        isSame = false;
        continue;
      }
      if (++this.visits > MOST_VISITS) throw new TooComplexError();
      Object.assign(node, { operation, walk });
      seen.push(node);
      const pair = this.pairOf(node);
      for (const difference of pair.differences) report(difference);
      if (pair.differences.length > 0) isSame = false;
      for (const edge of pair.edges.toReversed()) open.push(this.nodeOf(edge));
    }
    if (isSame) for (const node of seen) node.isSame = true;
  }

  private pairOf(node: Node): SchemaPair {
    if (node.pair === null) {
      const { base, revision, context } = node.edge;
      node.pair = new SchemaPair(base, revision, context, this.readers);
      compareSchemas(node.pair);
    }
    return node.pair;
  }

  private nodeOf(edge: Edge): Node {
    const byBase = getOrSet(this.nodes, edge.context, () => new Map<Schema, Map<Schema, Node>>());
    const byRevision = getOrSet(byBase, edge.base, () => new Map<Schema, Node>());
    return getOrSet(byRevision, edge.revision, () => {
      if (++this.pairs > MOST_PAIRS) throw new TooComplexError();
      return { edge, pair: null, operation: -1, walk: -1, isSame: false };
    });
  }
}

function getOrSet<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

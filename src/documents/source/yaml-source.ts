import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Rule } from '../rule';
import type { Place, PlacedValue } from './place';
import { quote, type Reading } from './reading';
import { SOURCE_RULES } from './source.rules';

/** Aliases may stand for so many values. Each may be small, and what aliases of aliases stand for is not. */
const MAX_ALIASED = 100_000;

/** One mistake often makes many others. */
const MAX_SYNTAX_ERRORS = 20;

const RULES_BY_CODE: Readonly<Record<string, Rule>> = {
  MULTIPLE_DOCS: SOURCE_RULES.severalDocuments,
  NON_STRING_KEY: SOURCE_RULES.yamlKey,
  TAG_RESOLVE_FAILED: SOURCE_RULES.yamlTag,
};

/** A value with how much of the document it is, which an alias repeats. */
interface Converted extends PlacedValue {
  /** Values in it, itself included. */
  readonly size: number;
  /** Levels below it. */
  readonly height: number;
}

/**
 * Reads YAML 1.2 with the types of JSON alone, and tells where each value is.
 *
 * @throws UnreadableError, with the reason among the findings
 */
export function readYaml(text: string, reading: Reading): PlacedValue {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    prettyErrors: false,
    strict: true,
    // Compares each key with each other; the conversion finds duplicates at once.
    uniqueKeys: false,
    stringKeys: true,
  });
  refuseMistakes(document, reading);
  return new Conversion(reading).convert(document.contents, 0);
}

function refuseMistakes({ errors, warnings, directives }: Document, reading: Reading): void {
  for (const warning of warnings) report(warning, reading);
  for (const error of errors.slice(0, MAX_SYNTAX_ERRORS - 1)) report(error, reading);
  if (directives?.yaml.explicit === true && directives.yaml.version !== '1.2')
    reading.find(SOURCE_RULES.yamlVersion, `The file declares YAML ${directives.yaml.version}.`, 0);
  const last = errors[MAX_SYNTAX_ERRORS - 1] ?? errors.at(-1);
  if (last) reading.stop(RULES_BY_CODE[last.code] ?? SOURCE_RULES.syntax, last.message, last.pos[0]);
}

function report(
  { code, message, pos }: Document['errors'][number] | Document['warnings'][number],
  reading: Reading,
) {
  reading.find(RULES_BY_CODE[code] ?? SOURCE_RULES.syntax, message, pos[0]);
}

class Conversion {
  /** Null while the value with the anchor is not complete. */
  private readonly anchors = new Map<string, Converted | null>();
  private aliased = 0;

  constructor(private readonly reading: Reading) {}

  /** @param offset what the place is said to be: that of the name where the value is a member */
  convert(node: Node | null, offset: number): Converted {
    if (isAlias(node)) return this.convertAlias(node, offset);
    this.reading.checkDepth(offset);
    const anchor = node === null ? undefined : (node as { anchor?: string }).anchor;
    if (anchor !== undefined) this.anchors.set(anchor, null);
    const converted = this.convertContent(node, offset);
    if (anchor !== undefined) this.anchors.set(anchor, converted);
    return converted;
  }

  private convertContent(node: Node | null, offset: number): Converted {
    if (isMap(node)) return this.convertMap(node as YAMLMap<unknown, Node | null>, offset);
    if (isSeq(node)) return this.convertSeq(node as YAMLSeq<Node | null>, offset);
    return { value: this.convertScalar(node, offset), place: { offset, members: null }, size: 1, height: 0 };
  }

  private convertScalar(node: Node | null, offset: number): unknown {
    const value: unknown = isScalar(node) ? node.value : null;
    if (typeof value === 'string') this.reading.checkText(value, offset);
    else if (typeof value === 'number') this.reading.checkNumber(value, offset);
    else if (typeof value !== 'boolean' && value !== null) {
      this.reading.find(SOURCE_RULES.yamlTag, 'The value has a type that JSON does not have.', offset);
      return null;
    }
    return value;
  }

  private convertMap({ items }: YAMLMap<unknown, Node | null>, offset: number): Converted {
    const value: Record<string, unknown> = {};
    const members = new Map<string, Place>();
    let size = 1;
    let height = 0;
    for (const pair of items) {
      const member = this.convertMember(pair, value, members, offset);
      size += member.size;
      height = Math.max(height, member.height + 1);
    }
    return { value, place: { offset, members }, size, height };
  }

  private convertMember(
    pair: Pair<unknown, Node | null>,
    value: Record<string, unknown>,
    members: Map<string, Place>,
    around: number,
  ): Converted {
    const offset = (pair.key as Node | null)?.range?.[0] ?? around;
    const name = this.nameOf(pair.key, offset);
    this.reading.path.push(name);
    const isAdmitted = this.reading.admitsMember(name, members, offset);
    if (name === '<<') this.reading.find(SOURCE_RULES.mergeKey, 'A merge key is used.', offset);
    const member = this.convert(pair.value, offset);
    if (isAdmitted) {
      value[name] = member.value;
      members.set(name, member.place);
    }
    this.reading.path.pop();
    return member;
  }

  private nameOf(key: unknown, offset: number): string {
    if (isScalar(key) && typeof key.value === 'string') return key.value;
    return this.reading.stop(SOURCE_RULES.yamlKey, 'The name of a member is not a text.', offset);
  }

  private convertSeq({ items }: YAMLSeq<Node | null>, offset: number): Converted {
    const value: unknown[] = [];
    const members: Place[] = [];
    let size = 1;
    let height = 0;
    for (const [index, node] of items.entries()) {
      this.reading.path.push(index);
      const item = this.convert(node, node?.range?.[0] ?? offset);
      this.reading.path.pop();
      value.push(item.value);
      members.push(item.place);
      size += item.size;
      height = Math.max(height, item.height + 1);
    }
    return { value, place: { offset, members }, size, height };
  }

  /** The values of an alias are shared and never changed, so that it costs nothing to have them many times. */
  private convertAlias({ source }: Alias, offset: number): Converted {
    const converted = this.anchors.get(source);
    if (converted === undefined)
      return this.reading.stop(SOURCE_RULES.alias, `There is no anchor ${quote(source)} before.`, offset);
    if (converted === null)
      return this.reading.stop(SOURCE_RULES.alias, `The alias ${quote(source)} stands for itself.`, offset);
    this.reading.checkDepth(offset, converted.height);
    this.aliased += converted.size;
    if (this.aliased > MAX_ALIASED)
      this.reading.stop(
        SOURCE_RULES.aliasExpansion,
        `Aliases stand for more than ${MAX_ALIASED} values together.`,
        offset,
      );
    return { ...converted, place: { offset, members: converted.place.members } };
  }
}

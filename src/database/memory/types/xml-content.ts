const NAME = String.raw`[\p{L}_:][\p{L}\p{N}\p{M}_:.\-]*`;
const REFERENCE = String.raw`&(?:(?:lt|gt|amp|quot|apos)|#\d+|#x[\da-fA-F]+);`;
const ATTRIBUTE = String.raw`\s+(${NAME})\s*=\s*(?:"(?:[^<&"]|${REFERENCE})*"|'(?:[^<&']|${REFERENCE})*')`;

const DECLARATION = /<\?xml\s+version\s*=\s*(["'])[\d.]+\1[^?]*\?>/y;
const TEXT = new RegExp(String.raw`(?:[^<&]|${REFERENCE})+`, 'uy');
const OPENING = new RegExp(String.raw`<(${NAME})((?:${ATTRIBUTE})*)\s*(/?)>`, 'uy');
const CLOSING = new RegExp(String.raw`</(${NAME})\s*>`, 'uy');
const ATTRIBUTES = new RegExp(ATTRIBUTE, 'gu');
/** Comments, CDATA sections and processing instructions. */
const ASIDE =
  /<!--(?:(?!--)[^])*-->|<!\[CDATA\[(?:(?!\]\]>)[^])*\]\]>|<\?(?!xml[\s?])[^\s?]+(?:\s(?:(?!\?>)[^])*)?\?>/iy;
const DOCUMENT_TYPE = /\s*<!DOCTYPE\s[^[>]*(?:\[[^\]]*\]\s*)?>/y;
const NO_CHARACTER = /(?![\t\n\r\x80-\x9f])\p{Cc}|[\ufffe\uffff]/u;

/** Whether a text is well-formed XML content: text and elements, as many as there are (XML 1.0, production 43). */
export function isXmlContent(text: string): boolean {
  if (NO_CHARACTER.test(text)) return false;
  const open: string[] = [];
  let at = skip(DOCUMENT_TYPE, text, skip(DECLARATION, text, 0));
  while (at < text.length) {
    const start = at;
    at = skip(ASIDE, text, at);
    TEXT.lastIndex = at;
    const words = TEXT.exec(text);
    if (words) {
      if (words[0].includes(']]>')) return false;
      at = TEXT.lastIndex;
    }
    OPENING.lastIndex = at;
    const opening = OPENING.exec(text);
    if (opening) {
      const [, name = '', attributes = '', , selfClosing] = opening;
      if (!hasUniqueNames(attributes)) return false;
      if (!selfClosing) open.push(name);
      at = OPENING.lastIndex;
    }
    CLOSING.lastIndex = at;
    const closing = CLOSING.exec(text);
    if (closing) {
      if (open.pop() !== closing[1]) return false;
      at = CLOSING.lastIndex;
    }
    if (at === start) return false;
  }
  return open.length === 0;
}

/** What is shown of XML: without a declaration that says nothing. */
export function withoutDeclaration(text: string): string {
  return text.replace(
    /^<\?xml\s+version\s*=\s*(["'])1\.0\1(?:\s+encoding\s*=\s*(["'])utf-?8\2)?\s*\?>\n?/i,
    '',
  );
}

function hasUniqueNames(attributes: string): boolean {
  const names = Array.from(attributes.matchAll(ATTRIBUTES), ([, name]) => name);
  return new Set(names).size === names.length;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

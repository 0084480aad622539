const STOP_WORDS: ReadonlySet<string> = new Set(
  `i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its
  itself they them their theirs themselves what which who whom this that these those am is are was were be been being have
  has had having do does did doing a an the and but if or because as until while of at by for with about against between
  into through during before after above below to from up down in out on off over under again further then once here there
  when where why how all any both each few more most other some such no nor not only own same so than too very s t can will
  just don should now`.split(/\s+/),
);

const WHOLE: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ['sky', 'sky'],
  ['news', 'news'],
  ['howe', 'howe'],
  ['atlas', 'atlas'],
  ['cosmos', 'cosmos'],
  ['bias', 'bias'],
  ['andes', 'andes'],
]);
const UNTOUCHED = new Set([
  'inning',
  'outing',
  'canning',
  'herring',
  'earring',
  'proceed',
  'exceed',
  'succeed',
]);

const VOWEL = '[aeiouy]';
const STEP2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['entli', 'ent'],
  ['ization', 'ize'],
  ['izer', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['alli', 'al'],
  ['fulness', 'ful'],
  ['ousli', 'ous'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['bli', 'ble'],
  ['fulli', 'ful'],
  ['lessli', 'less'],
];
const STEP3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const STEP4 = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'al',
  'er',
  'ic',
];

/** The stem of an English word in lower case by Porter's second algorithm, as Snowball has it; null for a stop word. */
export function englishStem(word: string): string | null {
  if (STOP_WORDS.has(word)) return null;
  if (word.length <= 2) return word;
  const whole = WHOLE.get(word);
  if (whole !== undefined) return whole;
  return new Stemmer(word).stem();
}

class Stemmer {
  private word: string;
  private readonly r1: number;
  private readonly r2: number;

  constructor(word: string) {
    // A y that is a consonant is written Y meanwhile.
    this.word = word
      .replace(/^'/, '')
      .replace(/^y/, 'Y')
      .replaceAll(/([aeiouy])y/g, '$1Y');
    const special = /^(?:gener|commun|arsen)/.exec(this.word);
    this.r1 = special ? special[0].length : this.regionAfter(0);
    this.r2 = this.regionAfter(this.r1);
  }

  stem(): string {
    this.word = this.word.replace(/'s'$|'s$|'$/, '');
    this.plural();
    if (UNTOUCHED.has(this.word)) return this.word;
    this.pastAndGerund();
    this.word = this.word.replace(/(?<=.[^aeiouy])[yY]$/, 'i');
    this.replaceLongest(STEP2, this.r1);
    this.endings();
    return this.word.toLowerCase();
  }

  /** Where the region begins that follows the first consonant after a vowel. */
  private regionAfter(start: number): number {
    const match = /[aeiouy][^aeiouy]/.exec(this.word.slice(start));
    return match ? start + match.index + 2 : this.word.length;
  }

  private plural(): void {
    const { word } = this;
    if (word.endsWith('sses')) this.word = word.slice(0, -2);
    else if (/ie[ds]$/.test(word)) this.word = word.slice(0, word.length > 4 ? -2 : -1);
    else if (/(?:us|ss)$/.test(word)) return;
    else if (new RegExp(`${VOWEL}.+s$`).test(word)) this.word = word.slice(0, -1);
  }

  private pastAndGerund(): void {
    const { word } = this;
    const agreed = /eed(?:ly)?$/.exec(word);
    if (agreed) {
      if (agreed.index >= this.r1) this.word = `${word.slice(0, agreed.index)}ee`;
      return;
    }
    const match = new RegExp(`^(.*${VOWEL}.*?)(?:ingly|edly|ing|ed)$`).exec(word);
    const stem = match?.[1] === undefined ? null : word.replace(/(?:ingly|edly|ing|ed)$/, '');
    if (stem === null || !new RegExp(VOWEL).test(stem)) return;
    if (/(?:at|bl|iz)$/.test(stem)) this.word = `${stem}e`;
    else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) this.word = stem.slice(0, -1);
    else this.word = this.r1 >= stem.length && endsInShortSyllable(stem) ? `${stem}e` : stem;
  }

  private replaceLongest(rules: readonly (readonly [string, string])[], region: number): void {
    const found = rules
      .filter(([suffix]) => this.word.endsWith(suffix))
      .toSorted(([a], [b]) => b.length - a.length)[0];
    if (!found) return;
    const stem = this.word.slice(0, -found[0].length);
    if (stem.length >= region) this.word = stem + found[1];
  }

  private endings(): void {
    if (this.word.endsWith('logi') && this.word.length - 3 >= this.r1) this.word = this.word.slice(0, -1);
    else if (/[cdeghkmnrt]li$/.test(this.word) && this.word.length - 2 >= this.r1 && !this.derived)
      this.word = this.word.slice(0, -2);
    if (this.word.endsWith('ative')) {
      if (this.word.length - 5 >= this.r2) this.word = this.word.slice(0, -5);
    } else this.replaceLongest(STEP3, this.r1);
    const suffix = [...STEP4, 'ion']
      .toSorted((a, b) => b.length - a.length)
      .find((one) => this.word.endsWith(one));
    if (suffix !== undefined && this.word.length - suffix.length >= this.r2) {
      const stem = this.word.slice(0, -suffix.length);
      if (suffix !== 'ion' || /[st]$/.test(stem)) this.word = stem;
    }
    this.finalLetter();
  }

  /** Whether the second step has dealt with the ending already. */
  private get derived(): boolean {
    return STEP2.some(([suffix]) => this.word.endsWith(suffix));
  }

  private finalLetter(): void {
    const stem = this.word.slice(0, -1);
    if (this.word.endsWith('e')) {
      const inR2 = stem.length >= this.r2;
      if (inR2 || (stem.length >= this.r1 && !endsInShortSyllable(stem))) this.word = stem;
    } else if (this.word.endsWith('ll') && stem.length >= this.r2) this.word = stem;
  }
}

/** A vowel between consonants, the last of which is none of w, x and Y; or a vowel and a consonant that are the whole word. */
function endsInShortSyllable(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word);
}

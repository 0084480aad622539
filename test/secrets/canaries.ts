import { randomBytes } from 'node:crypto';

/** What was written or answered somewhere. */
interface Output {
  readonly where: string;
  readonly text: string;
  /** The secrets that are meant to be there. */
  readonly meant: readonly string[];
}

/** Distinct marks in the places of secrets, and the search for them in all that comes out, in whatever form. */
export class Canaries {
  private readonly values = new Map<string, string>();
  private readonly outputs: Output[] = [];

  /** Makes a mark for a place. It needs encoding in a URL, and its base64 ends in the middle of a group. */
  make(place: string): string {
    return this.add(place, `Canary+${randomBytes(12).toString('hex')}/`);
  }

  /** A mark of letters and digits, where others are refused. */
  makePlain(place: string): string {
    return this.add(place, `canary${randomBytes(12).toString('hex')}`);
  }

  /** Takes what is a secret already for a mark. */
  add(place: string, value: string): string {
    this.values.set(place, value);
    return value;
  }

  /** @param meant the secrets that are to be there: a new token in the answer to who has asked for it */
  watch(where: string, text: string, meant: readonly string[] = []): void {
    this.outputs.push({ where, text, meant });
  }

  /** How many outputs were watched. */
  get watched(): number {
    return this.outputs.length;
  }

  /** Which secret was found where, and in which form. */
  get leaks(): string[] {
    const found = new Set<string>();
    for (const [place, value] of this.values) {
      const forms = [...formsOf(value)];
      for (const { where, text, meant } of this.outputs) {
        if (meant.includes(place)) continue;
        const lower = text.toLowerCase();
        for (const [form, spelled] of forms)
          if (form.startsWith('base64') ? text.includes(spelled) : lower.includes(spelled.toLowerCase()))
            found.add(`${place} in ${where}, as ${form}`);
      }
    }
    return [...found];
  }
}

/** How a text is found again: as it is, and in what may have been made of it, wherever in it that begins. */
function* formsOf(value: string): Generator<[form: string, spelled: string]> {
  yield ['text', value];
  yield ['text in JSON', JSON.stringify(value).slice(1, -1)];
  yield ['text in HTML', value.replaceAll('+', '&#43;').replaceAll('/', '&#x2F;')];
  yield ['part of a URL', encodeURIComponent(value)];
  yield ['hexadecimal digits', Buffer.from(value).toString('hex')];
  for (let offset = 0; offset < 3; offset += 1) {
    const length = offset + Buffer.byteLength(value);
    const encoded = Buffer.from(`${'\0'.repeat(offset)}${value}`).toString('base64');
    // The characters that depend on this value alone.
    const own = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor((length * 8) / 6));
    yield ['base64', own];
    yield ['base64url', own.replaceAll('+', '-').replaceAll('/', '_')];
  }
}

import { type Family, parseExposition } from './exposition-format';

export const TOKEN = 'a-token-of-tests-that-is-long-enough';

/** What the service tells now. */
export class Scrape {
  private constructor(
    readonly text: string,
    readonly families: ReadonlyMap<string, Family>,
  ) {}

  static async of(url: string): Promise<Scrape> {
    const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    if (response.status !== 200) throw new Error(`metrics were answered with ${response.status}`);
    const text = await response.text();
    return new Scrape(text, parseExposition(text));
  }

  /** The sum of the lines that have these labels; 0 without any. */
  valueOf(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.linesOf(name, labels).reduce((sum, { value }) => sum + value, 0);
  }

  /** Of the only one that is 1. */
  chosen(name: string, label: string): string | undefined {
    return this.linesOf(name).find(({ value }) => value === 1)?.labels[label];
  }

  linesOf(name: string, labels: Readonly<Record<string, string>> = {}): Family['figures'] {
    const family = this.families.get(name) ?? this.families.get(name.replace(/_(bucket|sum|count)$/, ''));
    return (family?.figures ?? []).filter(
      (figure) =>
        figure.name === name &&
        Object.entries(labels).every(([label, value]) => figure.labels[label] === value),
    );
  }

  get series(): number {
    return [...this.families.values()].reduce((sum, { figures }) => sum + figures.length, 0);
  }
}

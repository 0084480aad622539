import { readdirSync } from 'node:fs';
import { textOf } from './pages';

describe('the list of decisions', () => {
  it('has every record, once, in order, under its own title', () => {
    const records = readdirSync('docs/adr')
      .filter((file) => file !== 'README.md')
      .toSorted()
      .map((file) => {
        const [, number, title] = /^# (\d+)\. (.+)$/m.exec(textOf(`docs/adr/${file}`)) ?? [];
        expect(file).toMatch(new RegExp(`^0*${number}-`));
        return `${number}. [${title}](${file})`;
      });
    expect(new Set(records.map((record) => parseInt(record, 10))).size).toBe(records.length);
    expect(textOf('docs/adr/README.md').match(/^\d+\. .*$/gm)).toEqual(records);
  });
});

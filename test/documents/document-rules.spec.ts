import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { DOCUMENT_RULES } from '../../src/documents/document-rules';

const PAGE = path.join(__dirname, '..', '..', 'docs', 'documents.md');

describe('The rules for documents', () => {
  it('have ids of their own, and say what they find and what to do', () => {
    const ids = DOCUMENT_RULES.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, summary, hint } of DOCUMENT_RULES) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect([summary, hint].every((text) => /^[A-Z`].*[.)]$|^Declare .*"$/.test(text))).toBe(true);
    }
  });

  it('are on the page about documents, each with its severity', () => {
    const listed = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([a-z-]+)`\s+\| (\w+)\s+\| (.*?)\s+\|$/gm)];

    expect(listed.map(([, id, severity, summary]) => ({ id, severity, summary }))).toEqual(
      DOCUMENT_RULES.map(({ id, severity, summary }) => ({ id, severity, summary })),
    );
  });
});

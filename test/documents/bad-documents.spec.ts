import { DOCUMENT_RULES } from '../../src/documents/document-rules';
import { inspectDocument } from '../../src/documents/inspect-document';
import { BAD_DOCUMENTS } from './bad-documents';

describe('Bad documents', () => {
  it.each(BAD_DOCUMENTS.map((row) => [`${row.document.mediaType}: ${row.name} (${row.rule})`, row] as const))(
    'finds in %s what is wrong, and where',
    (_, { document, rule, pointer, line, isWhole }) => {
      const { report } = inspectDocument(document);

      expect(report.findings).toContainEqual(expect.objectContaining({ rule, pointer, line }));
      const errors = report.findings.filter(({ severity }) => severity === 'error');
      expect(isWhole ? errors.filter((finding) => finding.rule !== rule) : []).toEqual([]);
      expect(report.valid).toBe(errors.length === 0);
    },
  );

  it('has a document for each rule that a document can break by itself', () => {
    const covered = new Set(BAD_DOCUMENTS.map(({ rule }) => rule));
    const elsewhere = [
      'document-too-large',
      'document-too-complex',
      'document-not-checkable',
      'more-findings',
    ];

    const rules = DOCUMENT_RULES.map(({ id }) => id).filter((id) => !elsewhere.includes(id));

    expect(rules.filter((id) => !covered.has(id))).toEqual([]);
  });
});

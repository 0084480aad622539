import { compareDocuments } from '../../diff/compare-documents';
import { inspectDocument } from '../inspect-document';
import type { DocumentOutcome, DocumentTask } from './document-task';

export function performTask(task: DocumentTask): DocumentOutcome {
  if (task.kind === 'inspect') return { kind: 'report', report: inspectDocument(task.document).report };
  const base = inspectDocument(task.base);
  if (!base.isSound) return { kind: 'refused', which: 'base', findings: base.report.findings };
  const revision = inspectDocument(task.revision);
  if (!revision.isSound) return { kind: 'refused', which: 'revision', findings: revision.report.findings };
  return { kind: 'comparison', comparison: compareDocuments(base.value, revision.value) };
}

import { inspectDocument } from '../inspect-document';
import type { DocumentOutcome, DocumentTask } from './document-task';

export function performTask({ document }: DocumentTask): DocumentOutcome {
  return { kind: 'report', report: inspectDocument(document).report };
}

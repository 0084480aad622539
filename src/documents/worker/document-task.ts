import type { DocumentReport, DocumentSource } from '../documents';

/** What a thread is asked to do. */
export interface DocumentTask {
  readonly kind: 'inspect';
  readonly document: DocumentSource;
}

/** What it answers. */
export interface DocumentOutcome {
  readonly kind: 'report';
  readonly report: DocumentReport;
}

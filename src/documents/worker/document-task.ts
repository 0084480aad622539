import type { Comparison } from '../../diff/comparison';
import type { DocumentFinding, DocumentReport, DocumentSource } from '../documents';

/** What a thread is asked to do. */
export type DocumentTask =
  | { readonly kind: 'inspect'; readonly document: DocumentSource }
  | { readonly kind: 'compare'; readonly base: DocumentSource; readonly revision: DocumentSource };

/** What it answers. */
export type DocumentOutcome =
  | { readonly kind: 'report'; readonly report: DocumentReport }
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  /** One of the two documents says nothing certain. */
  | {
      readonly kind: 'refused';
      readonly which: ComparedDocument;
      readonly findings: readonly DocumentFinding[];
    };

export type ComparedDocument = 'base' | 'revision';

/** An error makes a document invalid; a warning and an info do not. */
export type Severity = 'error' | 'warning' | 'info';

/** Something about one place of a document. */
export interface DocumentFinding {
  /** Stable, of the table in `document-rules.ts`. */
  readonly rule: string;
  readonly severity: Severity;
  /** JSON pointer (RFC 6901); empty for the whole document. */
  readonly pointer: string;
  /** From 1; null where the place has none. */
  readonly line: number | null;
  /** From 1, in UTF-16 code units; null where the place has none. */
  readonly column: number | null;
  readonly message: string;
  /** The remedy. */
  readonly hint: string;
}

/** What there is to say of a document. */
export interface DocumentReport {
  /** No finding is an error. */
  readonly valid: boolean;
  /** As declared ('2.0', '3.0.4', '3.1.1', '3.2.0'); null when it is not one that is known. */
  readonly specVersion: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly documentVersion: string | null;
  readonly operationCount: number;
  /** In the order of the document: at most 1000, and a last one that says how many more there are. */
  readonly findings: readonly DocumentFinding[];
}

/** What a document is stored as. */
export type DocumentMediaType = 'application/json' | 'application/yaml';

/** A document as it was sent. */
export interface DocumentSource {
  readonly text: string;
  readonly mediaType: DocumentMediaType;
}

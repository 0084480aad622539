/** What a document may cost. */
export interface DocumentLimits {
  /** So many documents are worked on at once, each in a thread of its own; for one party one less, if there are several. */
  readonly threads: number;
  /** So many wait for one of these threads. */
  readonly waiting: number;
  /** So long does one wait before it is sent away. */
  readonly waitTimeoutMs: number;
  /** So long may a thread work on one, and twice as long on two that are compared. */
  readonly workTimeoutMs: number;
  /** A thread that has had nothing to do for so long ends. */
  readonly idleTimeoutMs: number;
  /** What a thread may have on its heap. */
  readonly heapMb: number;
  /** Reports and comparisons are kept, as many as have so many characters of JSON together. */
  readonly keptCharacters: number;
}

/** Of the injected limits. */
export const DOCUMENT_LIMITS = Symbol('DOCUMENT_LIMITS');

export const DEFAULT_DOCUMENT_LIMITS: DocumentLimits = {
  threads: 2,
  waiting: 16,
  waitTimeoutMs: 10_000,
  workTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  heapMb: 256,
  keptCharacters: 8_388_608,
};

/** The largest document, in bytes of UTF-8. */
export const MAX_DOCUMENT_BYTES = 1_048_576;

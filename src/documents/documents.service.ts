import * as path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Comparison } from '../diff/comparison';
import { EventLog } from '../logging/event-log';
import { DOCUMENT_LIMITS, type DocumentLimits, MAX_DOCUMENT_BYTES } from './document-limits';
import type { DocumentReport, DocumentSource } from './documents';
import { ComparisonTooComplexError, DocumentNotComparableError } from './documents.errors';
import { refusalOf } from './refusal';
import { SOURCE_RULES } from './source/source.rules';
import type { Run } from './worker/thread';
import { ThreadPool } from './worker/thread-pool';

/** The compiled module: a thread loads JavaScript, also when this module is run from its source. */
const WORKER = path.join(__dirname, '..', '..', 'dist', 'documents', 'worker', 'document.worker.js');

/**
 * Checks and compares OpenAPI documents, in threads of their own: whatever a document is, it keeps nobody else from
 * being served. Nothing is ever fetched for a document.
 */
@Injectable()
export class DocumentsService implements OnApplicationShutdown {
  private readonly log = new EventLog('Documents');
  private readonly pool: ThreadPool;

  constructor(@Inject(DOCUMENT_LIMITS) limits: DocumentLimits) {
    this.pool = new ThreadPool(WORKER, limits);
  }

  /** When requests in flight have been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  /**
   * What there is to say of a document. One that takes too much to be checked is not valid.
   *
   * @throws DocumentsBusyError when too many documents are being checked
   */
  async inspect(document: DocumentSource): Promise<DocumentReport> {
    if (isTooLarge(document)) return refusalOf(SOURCE_RULES.tooLarge);
    const run = this.noted(await this.pool.run({ kind: 'inspect', document: plain(document) }));
    return run.kind === 'report' ? run.report : refusalOf(SOURCE_RULES.tooComplex);
  }

  /**
   * What a revision changes of the meaning of its base.
   *
   * @throws DocumentNotComparableError when one of them cannot be read, or breaks the schema of its version
   * @throws ComparisonTooComplexError when it takes too much time or memory
   * @throws DocumentsBusyError when too many documents are being checked
   */
  async compare(base: DocumentSource, revision: DocumentSource): Promise<Comparison> {
    for (const [which, document] of [
      ['base', base],
      ['revision', revision],
    ] as const)
      if (isTooLarge(document))
        throw new DocumentNotComparableError(which, refusalOf(SOURCE_RULES.tooLarge).findings);
    const run = this.noted(
      await this.pool.run({ kind: 'compare', base: plain(base), revision: plain(revision) }),
    );
    if (run.kind === 'comparison') return run.comparison;
    if (run.kind === 'refused') throw new DocumentNotComparableError(run.which, run.findings);
    throw new ComparisonTooComplexError();
  }

  private noted(run: Run): Run {
    if (run.kind === 'exhausted') this.log.warn({ event: 'documents.exhausted', limit: run.limit });
    return run;
  }
}

function isTooLarge({ text }: DocumentSource): boolean {
  return text.length > MAX_DOCUMENT_BYTES || Buffer.byteLength(text) > MAX_DOCUMENT_BYTES;
}

/** What a thread can be sent of what may be an entity. */
function plain({ text, mediaType }: DocumentSource): DocumentSource {
  return { text, mediaType };
}

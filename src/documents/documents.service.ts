import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Comparison } from '../diff/comparison';
import { EventLog } from '../logging/event-log';
import { DOCUMENT_LIMITS, type DocumentLimits, MAX_DOCUMENT_BYTES } from './document-limits';
import type { DocumentReport, DocumentSource } from './documents';
import { ComparisonTooComplexError, DocumentNotComparableError } from './documents.errors';
import { OutcomeCache } from './outcome-cache';
import { refusalOf } from './refusal';
import { SOURCE_RULES } from './source/source.rules';
import type { DocumentOutcome, DocumentTask } from './worker/document-task';
import type { FinishedRun, Run } from './worker/thread';
import { ThreadPool } from './worker/thread-pool';

/** The compiled module: a thread loads JavaScript, also when this module is run from its source. */
const WORKER = path.join(__dirname, '..', '..', 'dist', 'documents', 'worker', 'document.worker.js');

/** Who has not said who he is. */
const EVERYBODY = '';

/** `2026-11-26T10`: a date of sunset that was to come when two documents were compared may have passed an hour later. */
const HOUR_LENGTH = 13;

/**
 * Checks and compares OpenAPI documents, in threads of their own: whatever a document is, it keeps nobody else from
 * being served. Nothing is ever fetched for a document. What was found lately is kept, and what many ask for at once is
 * looked for once.
 */
@Injectable()
export class DocumentsService implements OnApplicationShutdown {
  private readonly log = new EventLog('Documents');
  private readonly pool: ThreadPool;
  private readonly known: OutcomeCache<FinishedRun>;
  /** What a thread works on, by the task. */
  private readonly underWay = new Map<string, Promise<Run>>();
  /** What is asked for, by the task and by who asks: nobody has to wait until it is another one's turn. */
  private readonly asked = new Map<string, Promise<Run>>();

  constructor(@Inject(DOCUMENT_LIMITS) limits: DocumentLimits) {
    this.pool = new ThreadPool(WORKER, limits);
    this.known = new OutcomeCache(limits.keptCharacters);
  }

  /** When requests in flight have been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  /**
   * What there is to say of a document. One that takes too much to be checked is not valid.
   *
   * @param userId who asks, as all take turns; null for who has not said who he is
   * @throws DocumentsBusyError when too many documents are being checked
   */
  async inspect(document: DocumentSource, userId: string | null = null): Promise<DocumentReport> {
    if (isTooLarge(document)) return refusalOf(SOURCE_RULES.tooLarge);
    const outcome = await this.outcomeOf({ kind: 'inspect', document: plain(document) }, userId);
    return outcome?.kind === 'report' ? outcome.report : refusalOf(SOURCE_RULES.tooComplex);
  }

  /**
   * What a revision changes of the meaning of its base.
   *
   * @param userId who asks, as all take turns; null for who has not said who he is
   * @throws DocumentNotComparableError when one of them cannot be read, or breaks the schema of its version
   * @throws ComparisonTooComplexError when it takes too much time or memory
   * @throws DocumentsBusyError when too many documents are being checked
   */
  async compare(
    base: DocumentSource,
    revision: DocumentSource,
    userId: string | null = null,
  ): Promise<Comparison> {
    for (const [which, document] of [
      ['base', base],
      ['revision', revision],
    ] as const)
      if (isTooLarge(document))
        throw new DocumentNotComparableError(which, refusalOf(SOURCE_RULES.tooLarge).findings);
    const task = { kind: 'compare', base: plain(base), revision: plain(revision) } as const;
    const outcome = await this.outcomeOf(task, userId);
    if (outcome?.kind === 'comparison') return outcome.comparison;
    if (outcome?.kind === 'refused') throw new DocumentNotComparableError(outcome.which, outcome.findings);
    throw new ComparisonTooComplexError();
  }

  /** Null for what takes more than it may, which is not kept: another time it may take less. */
  private async outcomeOf(task: DocumentTask, userId: string | null): Promise<DocumentOutcome | null> {
    const key = keyOf(task);
    const party = userId ?? EVERYBODY;
    const known = this.known.get(key);
    if (known !== null) return known.outcome;
    const run = await (this.underWay.get(key) ??
      this.asked.get(`${party} ${key}`) ??
      this.ask(task, key, party));
    return run.kind === 'done' ? run.outcome : null;
  }

  private ask(task: DocumentTask, key: string, party: string): Promise<Run> {
    const run: Promise<Run> = this.pool
      .run(task, party, () => {
        const known = this.known.get(key);
        if (known !== null) return Promise.resolve(known);
        const other = this.underWay.get(key) ?? null;
        if (other === null) this.underWay.set(key, run);
        return other;
      })
      .then((ended) => (this.underWay.get(key) === run ? this.noted(key, ended) : ended))
      .finally(() => {
        this.asked.delete(`${party} ${key}`);
        if (this.underWay.get(key) === run) this.underWay.delete(key);
      });
    this.asked.set(`${party} ${key}`, run);
    return run;
  }

  private noted(key: string, run: Run): Run {
    if (run.kind === 'done') this.known.set(key, run, run.size);
    else this.log.warn({ event: 'documents.exhausted', limit: run.limit });
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

/** The same for the same documents, whoever has them. */
function keyOf(task: DocumentTask): string {
  if (task.kind === 'inspect') return digestOf(task.document);
  return `${digestOf(task.base)} ${digestOf(task.revision)} ${new Date().toISOString().slice(0, HOUR_LENGTH)}`;
}

function digestOf({ text, mediaType }: DocumentSource): string {
  return `${mediaType} ${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

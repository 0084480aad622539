import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { stringify } from 'yaml';
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from '../../src/documents/document-limits';
import type { DocumentSource } from '../../src/documents/documents';
import { DocumentsBusyError } from '../../src/documents/documents.errors';
import { DocumentsService } from '../../src/documents/documents.service';
import { Thread } from '../../src/documents/worker/thread';
import { ThreadPool } from '../../src/documents/worker/thread-pool';
import { eventually } from '../support/eventually';
import { LIBRARY_3_1 } from './good-documents';

const json = (value: unknown): DocumentSource => ({
  text: JSON.stringify(value),
  mediaType: 'application/json',
});
const GOOD = json(LIBRARY_3_1);
/** Another one each time. */
const good = (description: number): DocumentSource =>
  json({ ...LIBRARY_3_1, info: { ...LIBRARY_3_1.info, description: String(description) } });

/** Each schema has several mistakes. */
function mistakes(): string {
  const schemas = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, index) => [`A${index}`, { type: 'x', a: 1 }]),
  );
  return JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'a', version: 'b' },
    paths: {},
    components: { schemas },
  });
}

/** The last one stands for 10^30 values. */
function aliases(): string {
  const line = (level: number): string => `a${level}: &a${level} [${`*a${level - 1},`.repeat(10)}]`;
  return ['a0: &a0 [1]', ...Array.from({ length: 30 }, (_, index) => line(index + 1))].join('\n');
}

describe('DocumentsService', () => {
  let service: DocumentsService;
  const serviceWith = (limits: Partial<DocumentLimits> = {}): DocumentsService =>
    (service = new DocumentsService({ ...DEFAULT_DOCUMENT_LIMITS, ...limits }));

  afterEach(() => service.onApplicationShutdown());

  it('reports on a document out of a thread', async () => {
    expect(await serviceWith().inspect(GOOD)).toMatchObject({
      valid: true,
      specVersion: '3.1.1',
      findings: [],
    });
  });

  it('compares two documents, whatever their formats', async () => {
    const { '/books': books } = LIBRARY_3_1.paths;
    const yaml: DocumentSource = { text: stringify(LIBRARY_3_1), mediaType: 'application/yaml' };

    const same = await serviceWith().compare(GOOD, yaml);
    const less = await service.compare(yaml, json({ ...LIBRARY_3_1, paths: { '/books': books } }));

    expect(same).toMatchObject({ changes: [], isBreaking: false });
    expect(less.isBreaking).toBe(true);
  });

  it('does not compare a document whose meaning is not certain, and says why', async () => {
    const bad = json({ ...LIBRARY_3_1, info: {} });

    await expect(serviceWith().compare(GOOD, bad)).rejects.toMatchObject({
      code: 'document_not_comparable',
      which: 'revision',
      errors: [
        { pointer: '/info', code: 'schema-required' },
        { pointer: '/info', code: 'schema-required' },
      ],
    });
    await expect(service.compare(bad, GOOD)).rejects.toMatchObject({ which: 'base' });
  });

  it('refuses a document of more than 1 MiB, counted in bytes, without looking into it', async () => {
    const large: DocumentSource = { text: `"${'é'.repeat(524_288)}"`, mediaType: 'application/json' };

    const { valid, findings } = await serviceWith().inspect(large);

    expect({ valid, rules: findings.map(({ rule }) => rule) }).toEqual({
      valid: false,
      rules: ['document-too-large'],
    });
    await expect(service.compare(GOOD, large)).rejects.toMatchObject({ which: 'revision' });
  });

  it('refuses a document that takes too long', async () => {
    const { findings } = await serviceWith({ workTimeoutMs: 1 }).inspect(json(LIBRARY_3_1));

    expect(findings.map(({ rule }) => rule)).toEqual(['document-too-complex']);
  });

  it('refuses a document that takes too much memory, and goes on with the next one', async () => {
    const text = `[${'[],'.repeat(340_000)}[]]`;

    const { findings } = await serviceWith({ heapMb: 24, threads: 1 }).inspect({
      text,
      mediaType: 'application/json',
    });

    expect(findings.map(({ rule }) => rule)).toEqual(['document-too-complex']);
    expect((await service.inspect({ text: '{}', mediaType: 'application/json' })).findings[0]?.rule).toBe(
      'version-unknown',
    );
  });

  it.each([
    ['brackets without end', 'application/yaml', '['.repeat(1_000_000)],
    ['anchors without end', 'application/yaml', '&a '.repeat(300_000)],
    ['mistakes without end', 'application/json', mistakes()],
    ['aliases of aliases', 'application/yaml', aliases()],
  ] as const)('has a report of %s before long', async (_, mediaType, text) => {
    const { valid, findings } = await serviceWith({ workTimeoutMs: 2_000 }).inspect({ text, mediaType });

    expect(valid).toBe(false);
    expect(findings.length).toBeGreaterThan(0);
    expect(await service.inspect(GOOD)).toMatchObject({ valid: true });
  });

  it('asks nobody for what a document refers to', async () => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const document = {
      ...LIBRARY_3_1,
      jsonSchemaDialect: `${url}/dialect`,
      components: {
        ...LIBRARY_3_1.components,
        schemas: { A: { $schema: `${url}/schema`, $ref: `${url}/a` } },
      },
      externalDocs: { url: `${url}/docs` },
    };

    const { findings } = await serviceWith().inspect(json(document));

    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'ref-external', pointer: '/components/schemas/A/$ref' }),
    );
    expect(asked).toEqual([]);
    server.close();
  });

  it('sends away what would wait too long, and tells when to come again', async () => {
    serviceWith({ threads: 1, waiting: 2 });

    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((n) => service.inspect(good(n))));

    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { code: 'documents_busy', retryAfterSeconds: 10 } });
  });

  it('sends away what has waited too long', async () => {
    serviceWith({ threads: 1, waitTimeoutMs: 1 });

    const [first, second] = await Promise.allSettled([service.inspect(good(1)), service.inspect(good(2))]);

    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: expect.any(DocumentsBusyError) });
  });

  it('sends away what waits when the service ends, and what comes later', async () => {
    serviceWith({ threads: 1 });
    const under = [service.inspect(good(1)), service.inspect(good(2))];
    const outcomes = Promise.allSettled(under);

    await service.onApplicationShutdown();

    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(service.inspect(GOOD)).rejects.toBeInstanceOf(DocumentsBusyError);
  });
});

describe('DocumentsService, of what is asked for again', () => {
  let service: DocumentsService;
  const serviceWith = (limits: Partial<DocumentLimits> = {}): jest.SpyInstance => {
    service = new DocumentsService({ ...DEFAULT_DOCUMENT_LIMITS, ...limits });
    return jest.spyOn(Thread.prototype, 'run');
  };

  afterEach(async () => {
    jest.restoreAllMocks();
    await service.onApplicationShutdown();
  });

  it('has it looked at once, by however many at once, and not again after it', async () => {
    const run = serviceWith();

    const reports = await Promise.all(
      ['ada', 'ada', null, 'bob', null].map((who) => service.inspect(GOOD, who)),
    );
    reports.push(await service.inspect(json(LIBRARY_3_1), 'eve'));
    const comparisons = [await service.compare(GOOD, good(1)), await service.compare(GOOD, good(1), 'ada')];

    expect(reports).toEqual(Array.from({ length: 6 }, () => reports[0]));
    expect(comparisons[1]).toEqual(comparisons[0]);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('keeps apart what is written alike in JSON and in YAML, and the base from the revision', async () => {
    const run = serviceWith();
    const text = JSON.stringify(LIBRARY_3_1);

    await service.inspect({ text, mediaType: 'application/json' });
    await service.inspect({ text, mediaType: 'application/yaml' });
    await service.compare(GOOD, good(1));
    await service.compare(good(1), GOOD);

    expect(run).toHaveBeenCalledTimes(4);
  });

  it('keeps as much as there is room for, and what was asked for last', async () => {
    const run = serviceWith({ keptCharacters: 400 });

    for (const n of [1, 2, 1, 3, 1, 4, 1]) await service.inspect(good(n));
    expect(run).toHaveBeenCalledTimes(4);
    await service.inspect(good(2));
    expect(run).toHaveBeenCalledTimes(5);
  });

  it('does not keep that a document took too much', async () => {
    const run = serviceWith({ workTimeoutMs: 1 });

    expect((await service.inspect(GOOD)).valid).toBe(false);
    await service.inspect(GOOD);

    expect(run).toHaveBeenCalledTimes(2);
  });

  it('has nobody sent away who asks for little because others ask for much', async () => {
    serviceWith({ threads: 2, waiting: 8 });
    const outcomes = (who: string | null, count: number): Promise<string>[] =>
      Array.from({ length: count }, (_, n) =>
        service.inspect(good(n + (who === null ? 0 : 100) + (who?.length ?? 0)), who).then(
          () => 'answered',
          () => 'refused',
        ),
      );

    const flood = outcomes(null, 40);
    const little = [...outcomes('ada', 2), ...outcomes('robert', 1)];

    expect(await Promise.all(little)).toEqual(['answered', 'answered', 'answered']);
    // One was under way, and eight waited: of these two had to go, as one of the others needed not wait.
    expect((await Promise.all(flood)).filter((outcome) => outcome === 'answered')).toHaveLength(7);
  });
});

describe('ThreadPool', () => {
  const file = path.join(__dirname, '..', '..', 'dist', 'documents', 'worker', 'document.worker.js');

  it('has no thread before there is a document, and none a while after the last one', async () => {
    const pool = new ThreadPool(file, { ...DEFAULT_DOCUMENT_LIMITS, idleTimeoutMs: 10 });
    expect(pool.size).toBe(0);

    await pool.run({ kind: 'inspect', document: GOOD }, 'ada');

    await eventually(() => expect(pool.size).toBe(0));
  });

  it('loads nothing of what reads documents before there is one', () => {
    const module = path.join(__dirname, '..', '..', 'dist', 'documents', 'documents.module.js');
    const script = `require(${JSON.stringify(module)}); console.log(JSON.stringify(Object.keys(require.cache)))`;

    const loaded = JSON.parse(
      execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
    ) as string[];

    expect(loaded).toContain(module);
    expect(
      loaded.filter((file) =>
        /node_modules.(?:yaml|ajv|@seriousme)|inspect-document|worker_threads/.test(file),
      ),
    ).toEqual([]);
  });

  it('keeps a thread for the next document', async () => {
    const pool = new ThreadPool(file, DEFAULT_DOCUMENT_LIMITS);

    await pool.run({ kind: 'inspect', document: GOOD }, 'ada');
    await pool.run({ kind: 'inspect', document: GOOD }, 'ada');

    expect(pool.size).toBe(1);
    await pool.close();
    expect(pool.size).toBe(0);
  });

  it('fails a task whose thread cannot be had, and takes the next one', async () => {
    const pool = new ThreadPool(`${file}.nowhere`, { ...DEFAULT_DOCUMENT_LIMITS, threads: 1 });

    await expect(pool.run({ kind: 'inspect', document: GOOD }, 'ada')).rejects.toThrow(/Cannot find module/);
    await expect(pool.run({ kind: 'inspect', document: GOOD }, 'ada')).rejects.toThrow(/Cannot find module/);
  });
});

import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { DatabaseManager, DatabaseOptions } from '../database';
import { countQueries, readConnections, readMemory, readPromotion } from './database-metrics';
import { Instruments } from './instruments';
import { countService, type RequestCounter, requestCounter } from './service-metrics';
import { readState } from './state-metrics';
import { stopAll } from './stop-all';

/** Called like counters, and none. The same is told by type. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** All that is told about the service, in the text format of Prometheus. Nothing of it waits for PostgreSQL. */
export class Exposition {
  readonly countRequest: RequestCounter;
  readonly stop: () => void;
  private readonly registry = new Registry();
  private rendering: Promise<string> | null = null;

  constructor(manager: DatabaseManager, options: DatabaseOptions) {
    const instruments = new Instruments(this.registry);
    collectDefaultMetrics({ register: this.registry });
    for (const name of MISNAMED) this.registry.removeSingleMetric(name);
    const labels = { version: versionOf(), node_version: process.version };
    instruments.gauge('ballast_build_info', '1, with what runs here.', () => [{ labels, value: 1 }]);
    this.countRequest = requestCounter(instruments);
    this.stop = stopAll([
      readState(instruments, manager),
      countQueries(instruments),
      readConnections(instruments, manager, options),
      readMemory(instruments, manager),
      readPromotion(instruments, manager),
      countService(instruments),
    ]);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Who asks at the same time is told the same. */
  text(): Promise<string> {
    this.rendering ??= this.registry.metrics().finally(() => {
      this.rendering = null;
    });
    return this.rendering;
  }

  /** What there is to tell: names, types and helps. */
  get descriptions(): readonly { readonly name: string; readonly help: string; readonly type: string }[] {
    return this.registry
      .getMetricsAsArray()
      .map(({ name, help, type }) => ({ name, help, type: String(type) }));
  }
}

function versionOf(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

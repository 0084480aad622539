import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Tracing } from './tracing';

/** How long the last spans may take to be sent. */
export const LONGEST_FLUSH_MS = 2_000;

/** Sends the last spans once everything else has ended: Nest ends global modules last, and of these the first one. */
class LastSpans implements OnApplicationShutdown {
  constructor(private readonly tracing: Tracing) {}

  async onApplicationShutdown(): Promise<void> {
    await this.tracing.close(LONGEST_FLUSH_MS);
  }
}

@Module({})
export class TracingModule {
  static forRoot(tracing: Tracing | null): DynamicModule {
    const providers = tracing ? [{ provide: LastSpans, useFactory: () => new LastSpans(tracing) }] : [];
    return { module: TracingModule, global: true, providers };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../config/config';
import { expositionProvider } from './exposition.provider';
import { MetricsController } from './metrics.controller';
import { MetricsServer } from './metrics.server';

/** What Prometheus is told: at a port of its own, or at that of the service; nothing where neither is configured. */
@Module({})
export class MetricsModule {
  static forRoot({ metrics }: Pick<Config, 'metrics'>): DynamicModule {
    if (!metrics) return { module: MetricsModule };
    return {
      module: MetricsModule,
      controllers: metrics.listen ? [] : [MetricsController],
      providers: [expositionProvider, MetricsServer],
    };
  }
}

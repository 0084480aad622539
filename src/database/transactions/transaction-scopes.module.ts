import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ClsPluginTransactional } from '@nestjs-cls/transactional';
import { ClsModule } from 'nestjs-cls';
import { DatabaseTransactions } from './transactional-adapter';

const ENHANCERS: ReadonlySet<unknown> = new Set([APP_GUARD, APP_INTERCEPTOR]);

/**
 * What carries an open transaction through the calls of `@Transactional()` methods.
 *
 * @param dataSource what the data source is injected by
 */
export function transactionScopes(dataSource: unknown): DynamicModule {
  const adapter = new DatabaseTransactions(dataSource);
  return withoutEnhancers(
    ClsModule.forRoot({ global: true, plugins: [new ClsPluginTransactional({ adapter })] }),
  );
}

/**
 * nestjs-cls gives every route of an application a guard and an interceptor, which do nothing unless they are asked for
 * and take as long as the rest of Nest together: behind an interceptor each answer is an Observable of an Observable.
 */
function withoutEnhancers(module: DynamicModule): DynamicModule {
  const { imports, providers } = module;
  return {
    ...module,
    ...(imports && {
      imports: imports.map((imported) => ('module' in imported ? withoutEnhancers(imported) : imported)),
    }),
    ...(providers && { providers: providers.filter((provider) => !ENHANCERS.has(tokenOf(provider))) }),
  };
}

function tokenOf(provider: Provider): unknown {
  return 'provide' in provider ? provider.provide : provider;
}

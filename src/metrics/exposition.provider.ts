import type { FactoryProvider } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { DatabaseManager } from '../database';
import type { Exposition } from './exposition';

/** Injection token of the `Exposition`. */
export const EXPOSITION = Symbol('EXPOSITION');

/** Made before the database is opened, so that it hears of all that happens; loaded where somebody is told alone. */
export const expositionProvider: FactoryProvider<Exposition> = {
  provide: EXPOSITION,
  inject: [DatabaseManager, CONFIG],
  useFactory: (manager: DatabaseManager, { database }: Config) => {
    const { Exposition: Loaded } = require('./exposition') as typeof import('./exposition');
    return new Loaded(manager, database);
  },
};

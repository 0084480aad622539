import type { EntitySubscriberInterface } from 'typeorm';
import type { EntityDefinition } from './postgres/postgres-data-source';

/** The entities of all `forFeature()` calls of one application, and who listens to what becomes of them. */
export class EntityRegistry {
  /** Of every store: who is put in here, at whatever time, hears of what happens from then on. */
  readonly subscribers: EntitySubscriberInterface[] = [];
  private readonly classes: Set<EntityDefinition>;

  constructor(entities: readonly EntityDefinition[] = []) {
    this.classes = new Set(entities);
  }

  add(entities: readonly EntityDefinition[]): void {
    for (const entity of entities) this.classes.add(entity);
  }

  get entities(): EntityDefinition[] {
    return [...this.classes];
  }
}

import {
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  Repository,
  TreeRepository,
} from 'typeorm';

/** Answers which entity manager serves now: that of the open transaction, or that of the active store. */
export type CurrentManager = () => EntityManager;

/**
 * A repository that survives a change of the store: every method of TypeORM's Repository goes through
 * `this.manager`, and here that is a getter.
 *
 * A manager in place of the getter pins the repository to it, as `manager.withRepository()` asks for.
 */
export class SwitchingRepository<Entity extends ObjectLiteral> extends Repository<Entity> {
  constructor(target: EntityTarget<Entity>, current: CurrentManager | EntityManager) {
    super(target, NO_MANAGER);
    followManager(this, current);
  }

  override extend<Custom>(custom: Custom & ThisType<this & Custom>): this & Custom {
    return extendSwitching(this, custom);
  }
}

/** The same for tree entities. */
export class SwitchingTreeRepository<Entity extends ObjectLiteral> extends TreeRepository<Entity> {
  constructor(target: EntityTarget<Entity>, current: CurrentManager | EntityManager) {
    super(target, NO_MANAGER);
    followManager(this, current);
  }

  override extend<Custom>(custom: Custom & ThisType<this & Custom>): this & Custom {
    return extendSwitching(this, custom);
  }
}

/** The base class stores a manager in its constructor; the getter takes that property's place right after. */
const NO_MANAGER = {} as EntityManager;

function followManager(repository: object, current: CurrentManager | EntityManager): void {
  const get = typeof current === 'function' ? current : (): EntityManager => current;
  Object.defineProperty(repository, 'manager', { get, enumerable: true, configurable: true });
}

/** TypeORM's own extend() would pin the manager of the moment. */
function extendSwitching<R extends Repository<ObjectLiteral>, Custom>(
  repository: R,
  custom: Custom,
): R & Custom {
  const extended = Object.create(repository) as R & Custom;
  return Object.assign(extended, custom);
}

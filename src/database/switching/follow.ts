/** What Nest and promises look for on every object; the followed one has none of it. */
const PROBED = new Set<PropertyKey>([
  'then',
  'onModuleInit',
  'onApplicationBootstrap',
  'onModuleDestroy',
  'beforeApplicationShutdown',
  'onApplicationShutdown',
]);

/**
 * An object that stands for another one which may change: every access goes to what `current()` answers, but for what
 * it has of its own.
 *
 * For DataSource and EntityManager there is no way without a Proxy: their constructors build drivers, and
 * their methods read private state of the very instance.
 *
 * @param prototype so that `instanceof` holds even while nothing serves
 */
export function follow<T extends object>(prototype: T, current: () => T, own: Partial<T> = {}): T {
  return new Proxy(Object.create(prototype) as T, {
    get: (target, property) => {
      if (PROBED.has(property)) return undefined;
      if (Object.hasOwn(own, property)) return Reflect.get(own, property) as unknown;
      if (property === 'constructor' || typeof property === 'symbol') return Reflect.get(target, property);
      const actual = current();
      const value: unknown = Reflect.get(actual, property, actual);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(actual) : value;
    },
    set: (_target, property, value) => Reflect.set(current(), property, value),
    has: (_target, property) =>
      !PROBED.has(property) && (Object.hasOwn(own, property) || Reflect.has(current(), property)),
  });
}

import type { FastifyInstance } from 'fastify';

/** Remembers the routes as they are added, to tell a wrong method (405) from a wrong path (404). */
export class AllowedMethods {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method }) => {
      const pattern = new RegExp(
        `^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[^/]+/g, '[^/]+')}/?$`,
      );
      this.routes.push({ pattern, methods: [method].flat() });
    });
  }

  /** The methods that a path knows, sorted; none when there is no such path. */
  allowedFor(url: string): string[] {
    const [path = ''] = url.split('?');
    return [
      ...new Set(this.routes.flatMap(({ pattern, methods }) => (pattern.test(path) ? methods : []))),
    ].toSorted();
  }
}

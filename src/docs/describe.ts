import type * as Swagger from '@nestjs/swagger';

/** Decorators of `@nestjs/swagger`, out of the package as it is once it has been loaded. */
export type Description = (swagger: typeof Swagger) => (ClassDecorator | MethodDecorator)[];

const DESCRIPTION = Symbol('DESCRIPTION');

/**
 * Describes a controller or a route as the decorators would. They are applied when the description of the API is
 * first asked for: loading them takes a good part of the time of a start, which does not need them.
 */
export function Describe(description: Description): ClassDecorator & MethodDecorator {
  return (target: object, _name?: string | symbol, member?: PropertyDescriptor): void => {
    const described = (member?.value ?? target) as object;
    // Decorators are applied from the last to the first.
    Reflect.defineMetadata(DESCRIPTION, [description, ...descriptionsOf(described)], described);
  };
}

/** Applies what describes a controller and its routes, once for all applications that have it. */
export function applyDescriptions(controller: Function, swagger: typeof Swagger): void {
  const { constructor: _controller, ...members } = Object.getOwnPropertyDescriptors<object>(
    controller.prototype,
  );
  for (const [name, member] of Object.entries(members))
    Reflect.decorate(take(member.value, swagger) as MethodDecorator[], controller.prototype, name, member);
  Reflect.decorate(take(controller, swagger) as ClassDecorator[], controller);
}

function take(described: object, swagger: typeof Swagger): ReturnType<Description> {
  const descriptions = descriptionsOf(described);
  Reflect.deleteMetadata(DESCRIPTION, described);
  return descriptions.flatMap((description) => description(swagger));
}

function descriptionsOf(described: object): readonly Description[] {
  return (Reflect.getOwnMetadata(DESCRIPTION, described) as Description[] | undefined) ?? [];
}

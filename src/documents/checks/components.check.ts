import type { ApiDescription } from '../description/api-description';
import { asObject } from '../description/api-description';
import type { Visit } from '../description/walk';
import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check } from './check';

const rules = {
  name: {
    id: 'component-name-invalid',
    severity: 'error',
    summary: 'The name of a component has other characters than letters, digits, `.`, `-` and `_`.',
    hint: 'Give the component another name.',
  },
  unused: {
    id: 'component-unused',
    severity: 'info',
    summary: 'A component is declared and nothing refers to it.',
    hint: 'Refer to it, or remove it.',
  },
} as const satisfies Rules;

export const components: Check = {
  rules,
  run(api, report) {
    const used = referredTo(api);
    for (const component of componentsOf(api)) {
      const { name, pointer } = component;
      // The schemas of 3.1 and 3.2 look at names themselves, and 2.0 allows any.
      if (api.family === '3.0' && !/^[a-zA-Z0-9._-]+$/.test(name))
        report(rules.name, pointer, `${quote(name)} is not a name of a component.`);
      if (component.kind !== 'securityScheme' && !used.has(pointer))
        report(rules.unused, pointer, `Nothing refers to ${quote(name)}.`);
    }
  },
};

function componentsOf(api: ApiDescription): Visit[] {
  const fields = ['definitions', 'parameters', 'responses', 'securityDefinitions'];
  return api
    .all(
      'schema',
      'response',
      'parameter',
      'example',
      'requestBody',
      'header',
      'securityScheme',
      'link',
      'callback',
      'pathItem',
      'mediaType',
    )
    .filter(
      ({ parent, field }) =>
        parent?.kind === 'components' ||
        (parent?.kind === 'document' && api.family === '2.0' && fields.includes(field)),
    );
}

/** The pointers of what is referred to, and of what that is part of. */
function referredTo(api: ApiDescription): Set<string> {
  const used = new Set<string>();
  const add = (pointer: string): void => {
    for (let rest = pointer; rest !== '' && !used.has(rest); rest = rest.slice(0, rest.lastIndexOf('/')))
      used.add(rest);
  };
  for (const visit of api.everything()) {
    if (api.isReference(visit)) {
      const target = api.targetOf(visit);
      if (target.outcome === 'found') add(target.pointer);
    }
    if (visit.kind === 'schema')
      for (const name of Object.values(asObject(asObject(visit.value.discriminator).mapping))) {
        if (typeof name !== 'string') continue;
        add(pointerTo('/components/schemas', name));
        const target = api.target(name, visit);
        if (target.outcome === 'found') add(target.pointer);
      }
  }
  return used;
}

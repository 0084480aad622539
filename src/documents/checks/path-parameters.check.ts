import type { ApiDescription } from '../description/api-description';
import { readPathTemplate } from '../description/path-template';
import type { Visit } from '../description/walk';
import type { Rules } from '../rule';
import { quote } from '../source/reading';
import type { Check, Report } from './check';

const rules = {
  undeclared: {
    id: 'path-parameter-undeclared',
    severity: 'error',
    summary: 'A parameter of the path is not declared.',
    hint: 'Declare a parameter with this name and in: path, for the operation or for the path.',
  },
  unused: {
    id: 'path-parameter-unused',
    severity: 'error',
    summary: 'A parameter with in: path is not part of the path.',
    hint: 'Put {name} into the path, or remove the parameter.',
  },
  notRequired: {
    id: 'path-parameter-not-required',
    severity: 'error',
    summary: 'A parameter with in: path does not have required: true.',
    hint: 'Add required: true. A path is never without its parts.',
  },
} as const satisfies Rules;

export const pathParameters: Check = {
  rules,
  run(api, report) {
    for (const { value, pointer } of api.all('parameter'))
      if (value.in === 'path' && value.required !== true && value.$ref === undefined)
        report(rules.notRequired, pointer, `The path parameter ${quote(value.name)} is not required.`);
    for (const pathItem of api.all('pathItem'))
      if (pathItem.parent?.kind === 'document' && pathItem.field === 'paths')
        checkPath(pathItem, api, report);
  },
};

function checkPath(path: Visit, api: ApiDescription, report: Report): void {
  const template = readPathTemplate(path.name);
  if (template.fault !== null) return;
  const names = new Set(template.parameters);
  const item = api.resolve(path);
  if (item === null) return;
  const shared = declared(item, names, path.name, api, report);
  for (const operation of api.operationsOf(item)) {
    const own = declared(operation, names, path.name, api, report);
    if (shared === null || own === null) continue;
    for (const name of names)
      if (!shared.has(name) && !own.has(name))
        report(
          rules.undeclared,
          operation.pointer,
          `The parameter ${quote(name)} of the path ${quote(path.name)} is not declared.`,
        );
  }
}

/** The names of the path parameters that are declared; null when a reference among them leads nowhere. */
function declared(
  holder: Visit,
  names: ReadonlySet<string>,
  path: string,
  api: ApiDescription,
  report: Report,
): Set<string> | null {
  const found = new Set<string>();
  let isComplete = true;
  for (const { visit, parameter } of parametersOf(holder, api)) {
    if (parameter === null) isComplete = false;
    const name = parameter?.value.name;
    if (parameter?.value.in !== 'path' || typeof name !== 'string') continue;
    found.add(name);
    if (!names.has(name))
      report(rules.unused, visit.pointer, `The path ${quote(path)} has no parameter ${quote(name)}.`);
  }
  return isComplete ? found : null;
}

/** The parameters that an operation or a path item lists, with what they refer to (null where that leads nowhere). */
export function parametersOf(
  holder: Visit,
  api: ApiDescription,
): { visit: Visit; parameter: Visit | null }[] {
  const { parameters } = holder.value;
  if (!Array.isArray(parameters)) return [];
  return parameters.flatMap((_, index) => {
    const visit = api.part(holder, 'parameters', index);
    return visit === null ? [] : [{ visit, parameter: api.resolve(visit) }];
  });
}

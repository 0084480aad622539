import { asList, asObject } from '../description/api-description';
import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check, Report } from './check';

const rules = {
  undeclared: {
    id: 'server-variable-undeclared',
    severity: 'error',
    summary: 'The URL of a server has a variable that is not declared.',
    hint: 'Declare the variable, with a default, under variables.',
  },
  unused: {
    id: 'server-variable-unused',
    severity: 'warning',
    summary: 'A variable of a server is not part of its URL.',
    hint: 'Put {name} into the URL, or remove the variable.',
  },
  default: {
    id: 'server-variable-default',
    severity: 'error',
    summary: 'The default of a variable of a server is not one of its values.',
    hint: 'Add the default to enum, or take another one.',
  },
} as const satisfies Rules;

export const servers: Check = {
  rules,
  run(api, report) {
    for (const { value, pointer } of api.all('document', 'pathItem', 'operation'))
      for (const [index, server] of asList(value.servers).entries())
        checkServer(asObject(server), pointerTo(pointer, 'servers', index), report);
  },
};

function checkServer(server: Readonly<Record<string, unknown>>, pointer: string, report: Report): void {
  if (typeof server.url !== 'string') return;
  const used = new Set([...server.url.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? ''));
  const variables = asObject(server.variables);
  for (const name of used)
    if (!Object.hasOwn(variables, name))
      report(rules.undeclared, pointerTo(pointer, 'url'), `The variable ${quote(name)} is not declared.`);
  for (const [name, variable] of Object.entries(variables)) {
    const place = pointerTo(pointer, 'variables', name);
    if (!used.has(name)) report(rules.unused, place, `The variable ${quote(name)} is not part of the URL.`);
    const { default: value, enum: allowed } = asObject(variable);
    if (Array.isArray(allowed) && value !== undefined && !allowed.includes(value))
      report(rules.default, pointerTo(place, 'default'), `${quote(value)} is not one of the values of enum.`);
  }
}

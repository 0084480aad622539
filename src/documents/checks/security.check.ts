import type { ApiDescription } from '../description/api-description';
import { asList, asObject } from '../description/api-description';
import type { Value, Visit } from '../description/walk';
import type { Rules } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { Check, Report } from './check';

const rules = {
  undeclared: {
    id: 'security-scheme-undeclared',
    severity: 'error',
    summary: 'A security requirement names a scheme that is not declared.',
    hint: 'Declare it in components/securitySchemes (securityDefinitions in 2.0), or correct the name.',
  },
  scope: {
    id: 'security-scope-undeclared',
    severity: 'error',
    summary: 'A security requirement names a scope that no flow of its scheme declares.',
    hint: 'Add the scope to the flows of the scheme, or correct it.',
  },
  scopes: {
    id: 'security-scopes-meaningless',
    severity: 'error',
    summary:
      'A security requirement of 2.0 or 3.0 has scopes, and its scheme is not of OAuth 2 or OpenID Connect.',
    hint: 'Leave the list of scopes empty.',
  },
  unused: {
    id: 'security-scheme-unused',
    severity: 'info',
    summary: 'A security scheme is declared and not required anywhere.',
    hint: 'Require it, or remove it.',
  },
} as const satisfies Rules;

export const security: Check = {
  rules,
  run(api, report) {
    const schemes = new Map(api.all('securityScheme').map((scheme) => [scheme.name, scheme]));
    const used = new Set<Visit>();
    for (const holder of api.all('document', 'operation'))
      for (const [index, requirement] of asList(holder.value.security).entries())
        for (const [name, scopes] of Object.entries(asObject(requirement))) {
          const pointer = pointerTo(holder.pointer, 'security', index, name);
          const scheme = schemes.get(name) ?? schemeAt(name, api);
          if (scheme === null) {
            report(rules.undeclared, pointer, `There is no security scheme ${quote(name)}.`);
            continue;
          }
          used.add(scheme);
          checkScopes(asList(scopes), scheme, pointer, api, report);
        }
    for (const scheme of schemes.values())
      if (!used.has(scheme))
        report(rules.unused, scheme.pointer, `The scheme ${quote(scheme.name)} is not used.`);
  },
};

/** In 3.2 a requirement may name a scheme by a reference. */
function schemeAt(name: string, api: ApiDescription): Visit | null {
  const document = api.at('');
  if (api.family !== '3.2' || document === null) return null;
  const target = api.target(name, document);
  const scheme = target.outcome === 'found' ? api.at(target.pointer) : null;
  return scheme?.kind === 'securityScheme' ? scheme : null;
}

function checkScopes(
  scopes: readonly unknown[],
  scheme: Visit,
  pointer: string,
  api: ApiDescription,
  report: Report,
): void {
  const resolved = api.resolve(scheme);
  if (resolved === null) return;
  const { type } = resolved.value;
  if (type === 'oauth2') {
    const declared = scopesOf(resolved.value, api);
    for (const [index, scope] of scopes.entries())
      if (typeof scope === 'string' && !declared.has(scope))
        report(rules.scope, pointerTo(pointer, index), `The scheme has no scope ${quote(scope)}.`);
  } else if (scopes.length > 0 && type !== 'openIdConnect' && (api.family === '2.0' || api.family === '3.0'))
    report(rules.scopes, pointer, `Scopes mean nothing with a scheme of the type ${quote(type)}.`);
}

function scopesOf(scheme: Value, api: ApiDescription): Set<string> {
  const flows = api.family === '2.0' ? [scheme] : Object.values(asObject(scheme.flows)).map(asObject);
  return new Set(flows.flatMap(({ scopes }) => Object.keys(asObject(scopes))));
}

/** What a token may be used for (RFC 6749, section 3.3). */
export const SCOPES = [
  'apis:read',
  'apis:write',
  'apis:publish',
  'tokens:read',
  'tokens:write',
  'profile:read',
  'profile:write',
  'introspect',
  'admin:db',
  'admin:users',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Scopes as they are stored and shown: in one order, parted by spaces, each once. */
export function formatScopes(scopes: Iterable<Scope>): string {
  const given = new Set(scopes);
  return SCOPES.filter((scope) => given.has(scope)).join(' ');
}

/** What is no scope (any more) grants nothing. */
export function parseScopes(text: string): Scope[] {
  return text.split(' ').filter(isScope);
}

const KNOWN: ReadonlySet<string> = new Set(SCOPES);

function isScope(text: string): text is Scope {
  return KNOWN.has(text);
}

/** All that somebody of this role can do. */
export function scopesOf(role: Role): readonly Scope[] {
  return role === 'admin' ? SCOPES : SCOPES.filter((scope) => !isAdministrative(scope));
}

const EFFECTIVE = {
  user: new Map<string, ReadonlySet<Scope>>(),
  admin: new Map<string, ReadonlySet<Scope>>(),
};

/**
 * The scopes that have an effect now: administrative ones need the role at the moment of use.
 *
 * @param text as {@link formatScopes} writes it, of which there are not many
 */
export function effectiveScopes(text: string, role: Role): ReadonlySet<Scope> {
  let effective = EFFECTIVE[role].get(text);
  if (!effective) {
    const scopes = parseScopes(text);
    effective = new Set(role === 'admin' ? scopes : scopes.filter((scope) => !isAdministrative(scope)));
    EFFECTIVE[role].set(text, effective);
  }
  return effective;
}

/** Whether some of these scopes have an effect for administrators alone. */
export function holdsAdministrative(text: string): boolean {
  return text.includes(ADMINISTRATIVE);
}

const ADMINISTRATIVE = 'admin:';

function isAdministrative(scope: Scope): boolean {
  return scope.startsWith(ADMINISTRATIVE);
}

type Role = 'user' | 'admin';

import { Fields } from './document/fields';
import { isObject } from './document/json';
import type { Place } from './document/place';
import { defineRules } from './rule';
import type { Scope } from './scope';
import type { Site } from './schema/schema-rule';

const REFUSED = 'Clients that send what was right before may be refused';
const STAYS_RIGHT = 'What clients send today stays right';
const NOT_NEGOTIATED = 'Clients receive it only when they ask for it';

export const MEDIA_TYPE_RULES = defineRules({
  'request-parameter-media-type-added': [
    'info',
    'A parameter may be sent in another media type',
    STAYS_RIGHT,
  ],
  'request-parameter-media-type-removed': [
    'breaking',
    'A parameter may no longer be sent in a media type',
    REFUSED,
  ],
  'request-body-media-type-added': ['info', 'A request body may be sent in another media type', STAYS_RIGHT],
  'request-body-media-type-removed': [
    'breaking',
    'A request body may no longer be sent in a media type',
    REFUSED,
  ],
  'response-body-media-type-added': [
    'info',
    'A response body may come in another media type',
    NOT_NEGOTIATED,
  ],
  'response-body-media-type-removed': [
    'breaking',
    'A response body no longer comes in a media type',
    'Clients that ask for it, or read nothing else, fail',
  ],
  'response-header-media-type-added': [
    'breaking',
    'A header may come in another media type',
    'Clients may not read it',
  ],
  'response-header-media-type-removed': [
    'breaking',
    'A header no longer comes in a media type',
    'Clients may not read it',
  ],
  'request-parameter-media-type-schema-added': ['breaking', 'A parameter got a schema', REFUSED],
  'request-parameter-media-type-schema-removed': ['info', 'A parameter no longer has a schema', STAYS_RIGHT],
  'request-body-media-type-schema-added': ['breaking', 'A request body got a schema', REFUSED],
  'request-body-media-type-schema-removed': ['info', 'A request body no longer has a schema', STAYS_RIGHT],
  'response-body-media-type-schema-added': [
    'info',
    'A response body got a schema',
    'Clients receive nothing that they were not told to expect',
  ],
  'response-body-media-type-schema-removed': [
    'breaking',
    'A response body no longer has a schema',
    'Clients may receive what they were not told to expect',
  ],
  'response-header-media-type-schema-added': ['info', 'A header got a schema', 'Clients know more of it'],
  'response-header-media-type-schema-removed': [
    'breaking',
    'A header no longer has a schema',
    'Clients may receive what they were not told to expect',
  ],
});

type ContentSite = Exclude<Site, 'request-property' | 'response-property'>;

/** Compares media types and the schemas in them. */
export function compareContents(scope: Scope, base: Place, revision: Place, site: ContentSite): void {
  const [before, after] = [byMediaType(base), byMediaType(revision)];
  for (const [type, place] of before) {
    const other = after.get(type);
    if (other === undefined) scope.removed(MEDIA_TYPE_RULES[`${site}-media-type-removed`], place, type);
    else compareMediaTypes(scope, place, other, site);
  }
  for (const [type, place] of after) {
    if (!before.has(type)) scope.added(MEDIA_TYPE_RULES[`${site}-media-type-added`], place, type);
  }
}

function compareMediaTypes(scope: Scope, base: Place, revision: Place, site: ContentSite): void {
  const [left, right] = scope.resolve(base, revision);
  const [before, after] = [new Fields(left), new Fields(right)];
  for (const keyword of ['schema', 'itemSchema']) {
    const [schemaBefore, schemaAfter] = [before.any(keyword), after.any(keyword)];
    if (schemaBefore !== null && schemaAfter !== null)
      scope.compareSchemas([schemaBefore], [schemaAfter], site);
    else if (schemaAfter !== null)
      scope.added(MEDIA_TYPE_RULES[`${site}-media-type-schema-added`], schemaAfter);
    else if (schemaBefore !== null)
      scope.removed(MEDIA_TYPE_RULES[`${site}-media-type-schema-removed`], schemaBefore);
  }
  scope.compareRest(before, after);
}

/** Names of media types are the same in any case, and with or without spaces. */
function byMediaType(content: Place): Map<string, Place> {
  if (!isObject(content.value)) return new Map();
  return new Map(content.children().map((type) => [type.key.toLowerCase().replaceAll(/\s/g, ''), type]));
}

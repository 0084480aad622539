import { defineRules } from '../rule';

export const UNJUDGED_RULES = defineRules({
  'request-read-only-property-changed': [
    'info',
    'Something changed within a read-only part of a request body',
    'Clients do not send it',
  ],
  'response-write-only-property-changed': [
    'info',
    'Something changed within a write-only part of a response body',
    'Clients do not receive it',
  ],
  'unjudged-schema-changed': [
    'unknown',
    'A schema changed under a keyword whose effect is not judged, such as not, if, contains or patternProperties',
    'Whether clients break cannot be told, so it counts as breaking',
  ],
});

export const ACCESS_RULES = defineRules({
  'read-only-or-write-only-changed': [
    'unknown',
    'Something that is not a property became read-only or write-only, or no longer is',
    'The specification does not say what that means to clients, so it counts as breaking',
  ],
});

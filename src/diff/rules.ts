import { API_RULES } from './api.rules';
import { CALLBACK_RULES } from './callbacks.rules';
import { COMPONENT_RULES } from './components.rules';
import { DEPRECATION_RULES } from './deprecation.rules';
import { HEADER_RULES } from './headers.rules';
import { LIMITATION_RULES } from './limitation.rules';
import { MEDIA_TYPE_RULES } from './media-types.rules';
import { NOTE_RULES } from './notes.rules';
import { OPERATION_RULES } from './operations.rules';
import { PARAMETER_RULES } from './parameters.rules';
import { PATH_RULES } from './paths.rules';
import { REQUEST_BODY_RULES } from './request-body.rules';
import { RESPONSE_RULES } from './responses.rules';
import type { ChangeRule } from './rule';
import { SCHEMA_RULES } from './schema/schema.rules';
import { SECURITY_SCHEME_RULES } from './security-schemes.rules';
import { SECURITY_RULES } from './security.rules';
import { SERIALIZATION_RULES } from './serialization.rules';
import { SERVER_RULES } from './servers.rules';
import { UNKNOWN_RULES } from './unknown.rules';

/** Every rule there is. */
export const CHANGE_RULES: readonly ChangeRule[] = [
  ...[
    PATH_RULES,
    OPERATION_RULES,
    DEPRECATION_RULES,
    PARAMETER_RULES,
    SERIALIZATION_RULES,
    REQUEST_BODY_RULES,
    RESPONSE_RULES,
    HEADER_RULES,
    MEDIA_TYPE_RULES,
    CALLBACK_RULES,
    SECURITY_RULES,
    SECURITY_SCHEME_RULES,
    SERVER_RULES,
    COMPONENT_RULES,
    API_RULES,
    NOTE_RULES,
    UNKNOWN_RULES,
    LIMITATION_RULES,
  ].flatMap((rules) => Object.values<ChangeRule>(rules)),
  ...SCHEMA_RULES,
];

import type { Check } from './check';
import { circles } from './circles.check';
import { components } from './components.check';
import { descriptions } from './descriptions.check';
import { discriminators } from './discriminators.check';
import { links } from './links.check';
import { operationIds } from './operation-ids.check';
import { parameters } from './parameters.check';
import { pathParameters } from './path-parameters.check';
import { pathTemplates } from './path-templates.check';
import { references } from './references.check';
import { requestBodies } from './request-bodies.check';
import { schemas } from './schemas.check';
import { security } from './security.check';
import { servers } from './servers.check';
import { statusCodes } from './status-codes.check';
import { tags } from './tags.check';
import { values } from './values.check';

/** Everything that a document is checked for beyond the schema of its version. */
export const CHECKS: readonly Check[] = [
  references,
  circles,
  pathTemplates,
  pathParameters,
  parameters,
  operationIds,
  requestBodies,
  statusCodes,
  schemas,
  values,
  discriminators,
  components,
  links,
  security,
  servers,
  tags,
  descriptions,
];

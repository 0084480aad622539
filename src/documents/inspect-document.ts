import { REFERENCE_RULES } from './checks/references.rules';
import { CHECKS } from './checks/checks';
import { ApiDescription, asObject } from './description/api-description';
import { KNOWN_VERSIONS, versionOf } from './description/versions';
import { isObject } from './description/walk';
import type { DocumentReport, DocumentSource } from './documents';
import { Findings } from './findings';
import { checkSchema } from './schema/check-schema';
import { SCHEMA_RULES } from './schema/schema.rules';
import { readSource } from './source/read-source';
import { SOURCE_RULES } from './source/source.rules';

/** A document, read and checked. */
export interface Inspection {
  readonly report: DocumentReport;
  /** What the document says; null when it is not sound. */
  readonly value: unknown;
  /** Whether the meaning of everything in it is certain, so that it can be compared. */
  readonly isSound: boolean;
}

/** What a document declares of itself. */
type Declared = Omit<DocumentReport, 'valid' | 'findings'>;

const NOTHING: Declared = {
  specVersion: null,
  title: null,
  description: null,
  documentVersion: null,
  operationCount: 0,
};

/** Reads and checks a document. Never throws: what goes wrong is among the findings. */
export function inspectDocument(document: DocumentSource): Inspection {
  const findings = new Findings(document.text);
  let declared = NOTHING;
  let value: unknown = null;
  try {
    const source = readSource(document, findings);
    if (source !== null) {
      ({ value } = source);
      declared = inspectValue(value, findings);
    }
  } catch (error) {
    addFailure(error, findings);
  }
  const report = { valid: findings.errors === 0, ...declared, findings: findings.report() };
  const isSound = ![SOURCE_RULES, SCHEMA_RULES, REFERENCE_RULES].some((rules) => findings.breaks(rules));
  return { report, value: isSound ? value : null, isSound };
}

function inspectValue(value: unknown, findings: Findings): Declared {
  if (!isObject(value)) {
    findings.add(SOURCE_RULES.notObject, '', 'The document is not an object.');
    return NOTHING;
  }
  const known = versionOf(value);
  if (known === null) {
    const field = Object.hasOwn(value, 'swagger') ? '/swagger' : '/openapi';
    const message = `The versions that are known are ${KNOWN_VERSIONS.join(', ')}, as a string.`;
    findings.add(SOURCE_RULES.versionUnknown, Object.hasOwn(value, field.slice(1)) ? field : '', message);
    return NOTHING;
  }
  const api = new ApiDescription(value, known.family);
  checkSchema(api, findings);
  for (const check of CHECKS)
    check.run(api, (rule, pointer, message) => findings.add(rule, pointer, message));
  const info = asObject(value.info);
  return {
    specVersion: known.version,
    title: storableText(info.title),
    description: storableText(info.description),
    documentVersion: storableText(info.version),
    operationCount: [...api.operations()].length,
  };
}

/** An error that the document has caused: values that are nested too deep for the stack, or that libraries stumble over. */
function addFailure(error: unknown, findings: Findings): void {
  if (error instanceof RangeError)
    findings.add(SOURCE_RULES.tooComplex, '', 'The document is nested too deep to be checked.');
  else findings.add(SOURCE_RULES.notCheckable, '', 'The document could not be checked to its end.');
}

/** Null for what PostgreSQL cannot store, which is among the findings. */
function storableText(text: unknown): string | null {
  return typeof text === 'string' && !/[\0\p{Surrogate}]/u.test(text) ? text : null;
}

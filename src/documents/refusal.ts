import type { DocumentReport } from './documents';
import { Findings } from './findings';
import type { Rule } from './rule';

/** The report of a document that was not looked into. */
export function refusalOf(rule: Rule): DocumentReport {
  const findings = new Findings('');
  findings.add(rule, '', rule.summary);
  return {
    valid: false,
    specVersion: null,
    title: null,
    description: null,
    documentVersion: null,
    operationCount: 0,
    findings: findings.report(),
  };
}

import type { ApiDescription } from '../description/api-description';
import type { Rule, Rules } from '../rule';

/** Takes note of what was found. */
export type Report = (rule: Rule, pointer: string, message: string) => void;

/** Looks for something that the schemas of OpenAPI cannot express. */
export interface Check {
  /** What it may find. */
  readonly rules: Rules;
  run(api: ApiDescription, report: Report): void;
}

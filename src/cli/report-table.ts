import type { ResolutionReport } from '../database';
import { table } from './table';

type ReportLine = { readonly [Field in keyof ResolutionReport[number]]: string };

/** Lays a resolution report out in columns, one line a step. */
export function reportTable(report: readonly ReportLine[]): string {
  return table([
    ['STEP', 'OUTCOME', 'DETAIL'],
    ...report.map(({ step, outcome, detail }, index) => [`${index + 1} ${step}`, outcome, detail]),
  ]);
}

import type { ResolutionReport } from '../database';

/** Lays a resolution report out in columns, one line a step. */
export function reportTable(report: ResolutionReport): string {
  const rows = [
    ['STEP', 'OUTCOME', 'DETAIL'],
    ...report.map(({ step, outcome, detail }, index) => [`${index + 1} ${step}`, outcome, detail]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1), 0];
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

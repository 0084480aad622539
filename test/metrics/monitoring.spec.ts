import { readdirSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Exposition } from '../../src/metrics/exposition';
import { EXPOSITION } from '../../src/metrics/exposition.provider';
import { anchorsOf } from '../docs/links';
import { startApp } from '../support/test-app';
import { matchersIn, metricsIn } from './promql';
import { itWithPromtool, promtool } from './promtool';
import { Scrape, TOKEN } from './scrape';

const ALERTS = 'deploy/monitoring/alerts.yaml';
const TESTS = 'deploy/monitoring/alerts.test.yaml';
const PAGE = 'docs/operating.md';
const page = readFileSync(PAGE, 'utf8');

const { groups } = z
  .strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string().regex(/^Ballast[A-Z]\w+$/),
            expr: z.string(),
            for: z.string().optional(),
            labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
            annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(readFileSync(ALERTS, 'utf8')));
const alerts = groups.flatMap(({ rules }) => rules);

const { panels, templating } = z
  .object({
    panels: z.array(
      z.object({
        id: z.int(),
        type: z.enum(['row', 'timeseries']),
        title: z.string(),
        targets: z.array(z.object({ expr: z.string() })).default([]),
      }),
    ),
    templating: z.object({ list: z.array(z.object({ query: z.unknown() })) }),
  })
  .parse(JSON.parse(readFileSync('deploy/monitoring/dashboard.json', 'utf8')));

const expressions = [
  ...alerts.map(({ expr }) => expr),
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

/** The table of the page: type and labels by the name of the metric. */
const told = new Map(
  [...page.matchAll(/^\| `(ballast_\w+)` +\| (\w+) +\| ([^|]*)\|/gm)].map(
    ([, name = '', type = '', labels = '']) => [
      name,
      { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label) },
    ],
  ),
);

describe('what watches the service', () => {
  let scrape: Scrape;
  let types: ReadonlyMap<string, string>;
  let series: ReadonlySet<string>;

  beforeAll(async () => {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
    const service = await startApp({ METRICS_TOKEN: TOKEN, DATABASE_JOURNAL_DIR: directory });
    const { descriptions } = service.app.get<Exposition>(EXPOSITION);
    await Scrape.of(service.url);
    scrape = await Scrape.of(service.url);
    await service.close();
    await fs.rm(directory, { recursive: true });
    types = new Map(descriptions.map(({ name, type }) => [name, type]));
    series = new Set(
      descriptions.flatMap(({ name, type }) =>
        type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
      ),
    );
  });

  it('names metrics that the service exports', () => {
    const named = expressions.flatMap((expression) => metricsIn(expression));
    // Prometheus itself says whether a scrape has succeeded.
    expect(named.filter((name) => name !== 'up' && !series.has(name))).toEqual([]);
    const variables = JSON.stringify(templating.list).match(/\bballast_\w+/g) ?? [];
    const prose = page.match(/\b(ballast|process|nodejs)_\w+[a-z]\b/g) ?? [];
    expect([...variables, ...prose].filter((name) => !types.has(name))).toEqual([]);
    expect(
      metricsIn('sum by (job) (rate(balast_x{job="a"}[5m])) / on (job) group_left() time() > y_total'),
    ).toEqual(['balast_x', 'y_total']);
  });

  it('asks for labels, and values of them, that the service gives', () => {
    const wrong = expressions
      .flatMap((expression) => matchersIn(expression))
      .filter(({ metric, label, isEqual, value }) => {
        const labels = told.get(metric.replace(/_(bucket|sum|count)$/, ''))?.labels;
        const lines = scrape.linesOf(metric);
        return (
          !labels?.includes(label) ||
          (isEqual && lines.length > 0 && lines.every(({ labels: given }) => given[label] !== value))
        );
      });
    expect(wrong).toEqual([]);
  });

  it('is described: every metric with its type and its labels', () => {
    const ours = [...types].filter(([name]) => name.startsWith('ballast_'));
    expect(new Map([...told].map(([name, { type }]) => [name, type]))).toEqual(new Map(ours));
    for (const { name, figures } of scrape.families.values())
      for (const { labels } of told.has(name) ? figures : [])
        expect([name, Object.keys(labels).filter((label) => label !== 'le')]).toEqual([
          name,
          told.get(name)?.labels,
        ]);
    const others = [...types.keys()].filter((name) => !name.startsWith('ballast_'));
    expect(others.filter((name) => !/^(process|nodejs)_/.test(name))).toEqual([]);
  });
});

describe('the tests', () => {
  it('ask for every metric after something that changes it', () => {
    const specs = readdirSync(__dirname).filter((name) => name.endsWith('.spec.ts'));
    const texts = specs
      .filter((name) => name !== path.basename(__filename))
      .map((name) => readFileSync(path.join(__dirname, name), 'utf8'));
    const asked = new Set(
      texts
        .join()
        .match(/\bballast_\w+/g)
        ?.map((name) => name.replace(/_(count|sum)$/, '')),
    );
    expect([...told.keys()].filter((name) => !asked.has(name))).toEqual([]);
  });
});

describe('the alerts', () => {
  it('lead to a section of their own that says what to do, and no section is left over', () => {
    const sections = page.slice(page.indexOf('\n## Alerts\n')).split(/^### /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(alerts.map(({ alert }) => alert));
    for (const section of sections) expect(section).toMatch(/\*\*Means:\*\* .*\n[^]*\*\*Do:\*\* /);
    for (const { alert, annotations } of alerts) {
      expect(annotations.runbook).toBe(`${PAGE}#${alert.toLowerCase()}`);
      expect(anchorsOf(page)).toContain(alert.toLowerCase());
    }
  });

  it('are each seen to alarm in a test of theirs', () => {
    const { tests } = z
      .object({
        tests: z.array(
          z.object({
            alert_rule_test: z.array(
              z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()).default([]) }),
            ),
          }),
        ),
      })
      .parse(parse(readFileSync(TESTS, 'utf8')));
    const alarmed = tests
      .flatMap((test) => test.alert_rule_test)
      .filter((test) => test.exp_alerts.length > 0)
      .map(({ alertname }) => alertname);
    expect([...new Set(alarmed)].toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
  });

  itWithPromtool('are to the liking of promtool, and pass their tests', async () => {
    // oxlint-disable-next-line jest/no-standalone-expect -- in a test all the same
    expect([promtool(['check', 'rules', ALERTS]), promtool(['test', 'rules', TESTS])]).toEqual(['', '']);
  });
});

describe('the dashboard', () => {
  it('has a row for each part of the service, and something in each', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual(['State', 'HTTP', 'Database', 'Memory and journal', 'Accounts', 'Process']);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ type, targets }) => (type === 'row') !== (targets.length === 0))).toEqual([]);
  });
});

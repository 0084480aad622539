import type { DatabaseOptions } from '../database.options';
import { AwsVariablesStep } from './aws-variables.step';
import { ExplicitUrlStep } from './explicit-url.step';
import { FallbackStep } from './fallback.step';
import { describeTarget, describeTls } from './postgres-connection';
import type { Resolution, ResolutionReport, ResolutionStep, StepAnswer } from './resolution';
import { ResolutionFailure } from './resolution-failure';
import { SecretsManagerStep } from './secrets-manager.step';

/**
 * Finds out where the data is to live: runs the steps in order and takes the first that gives a connection.
 * A step that is configured and fails lets the next one try, and the report says so. Opens no connection to
 * PostgreSQL. Takes at most the 3 s that Secrets Manager is given, and never throws for what an operator wrote.
 */
export async function resolveDatabase(options: DatabaseOptions): Promise<Resolution> {
  const steps: readonly ResolutionStep[] = [
    new ExplicitUrlStep(options),
    new SecretsManagerStep(options),
    new AwsVariablesStep(options),
  ];
  const fallback = new FallbackStep(options.fallback);
  const report: ResolutionReport[number][] = [];

  for (const [index, step] of steps.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- a step is tried only when the one before gave nothing
    const answer = await attempt(step);
    if (answer.outcome !== 'selected') {
      report.push({ step: step.name, ...answer });
      continue;
    }
    const { connection } = answer;
    const detail = `${describeTarget(connection)}, ${describeTls(connection)}`;
    const notReached = [...steps.slice(index + 1), fallback].map(
      ({ name }) => ({ step: name, outcome: 'not reached', detail: `${step.name} was selected` }) as const,
    );
    report.push({ step: step.name, outcome: 'selected', detail }, ...notReached);
    return { kind: 'postgres', step: step.name, connection, report };
  }
  const configured = report.some(({ outcome }) => outcome === 'failed');
  return { kind: 'memory', step: 'fallback', report: [...report, fallback.report(configured)] };
}

async function attempt(step: ResolutionStep): Promise<StepAnswer | { outcome: 'failed'; detail: string }> {
  try {
    return await step.resolve();
  } catch (error) {
    if (!(error instanceof ResolutionFailure)) throw error;
    return { outcome: 'failed', detail: error.message };
  }
}

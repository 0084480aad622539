import type { Operation } from './operation';

/** Sessions beside the first, which works without transactions of its own. */
export const QUERY_RUNNERS = 3;

/** One operation of one session. */
export interface Step {
  readonly session: number;
  readonly operation: Operation;
}

/** What is played on every store. */
export interface Sequence {
  readonly populated: boolean;
  readonly steps: readonly Step[];
}

/** The steps, those that need a transaction moved to a session that can have one. */
export function withRunners(steps: readonly Step[]): Step[] {
  return steps.map(({ session, operation }) => ({
    session: session === 0 && needsRunner(operation) ? 1 : session,
    operation,
  }));
}

function needsRunner({ name, args }: Operation): boolean {
  const [first, second] = args;
  const locks = typeof second === 'object' && second !== null && 'lock' in second;
  const isCommand = typeof first === 'string' && /^(?:SAVEPOINT|ROLLBACK|RELEASE|SET)/.test(first);
  return ['begin', 'commit', 'rollback'].includes(name) || locks || isCommand;
}

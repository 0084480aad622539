import type { Reinitialization } from '../admin/database-status.schema';
import { EXIT, type Invocation, type ServiceCommand, UsageError } from './service-command';
import { describePromotion } from './show-status';

/** Has the running service look for its database again. */
export const reinitializeDatabase: ServiceCommand = {
  usage: 'Usage: npm run db:reinitialize -- [--wait SECONDS] [--json] [--url http://127.0.0.1:3000]',
  options: ['wait'],
  async run({ service, terminal, isJson, options, positionals }: Invocation): Promise<number> {
    if (positionals.length > 0) throw new UsageError('db:reinitialize takes no arguments.');
    const { wait } = options;
    const query = wait === undefined ? '' : `?waitSeconds=${encodeURIComponent(wait)}`;
    const outcome = await service.ask<Reinitialization>('POST', `/reinitialize${query}`);
    terminal.out(isJson ? JSON.stringify(outcome, null, 2) : textOf(outcome));
    if (!outcome.finished) return EXIT.tryAgain;
    return outcome.state.status === 'unhealthy' ? EXIT.refused : EXIT.done;
  },
};

function textOf({ finished, state, step, promotion, abandonedRows }: Reinitialization): string {
  const lines = [
    finished
      ? `The service is ${state.status}: ${state.message}`
      : `It goes on; until it ends the service is ${state.status}: ${state.message}. Ask db:status.`,
    `step: ${step ?? 'none'}`,
  ];
  if (promotion) lines.push(`last promotion: ${describePromotion(promotion)}`);
  if (abandonedRows > 0)
    lines.push(
      `${abandonedRows} rows that memory held without a journal were not carried over to PostgreSQL`,
    );
  return lines.join('\n');
}

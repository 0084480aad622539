import type { StateView } from '../../status-view';

/** Whether requests of a kind are answered. */
export type Answered = 'yes' | 'in part' | 'no';

export interface Meaning {
  readonly requests: string;
  readonly answered: Answered;
  readonly how: string;
}

type Status = StateView['status'];

/** In one sentence. */
export const HEADLINES: Readonly<Record<Status, string>> = {
  healthy: 'All requests are answered, from PostgreSQL.',
  degraded: 'Requests are answered from memory, which stands in for PostgreSQL.',
  unhealthy:
    'PostgreSQL does not serve: requests that need it are refused. The service comes back by itself when PostgreSQL does.',
};

/** What clients get. It depends on the status alone: everybody reads it. */
export const MEANINGS: Readonly<Record<Status, readonly Meaning[]>> = {
  healthy: [
    { requests: 'Reads', answered: 'yes', how: 'From PostgreSQL.' },
    { requests: 'Changes', answered: 'yes', how: 'What is acknowledged is in PostgreSQL.' },
    { requests: 'Signing in, tokens', answered: 'yes', how: 'All that are in force.' },
    { requests: 'Probes', answered: 'yes', how: '/health/live and /health/ready say 200.' },
  ],
  degraded: [
    {
      requests: 'Reads',
      answered: 'in part',
      how: 'From memory. What it does not have is answered with 503 where PostgreSQL may have it, and with 404 where there is none.',
    },
    {
      requests: 'Changes',
      answered: 'in part',
      how: 'Into memory. The header Ballast-Durability of each answer says what it outlives: nothing (ephemeral), or a restart and the return of PostgreSQL (journaled).',
    },
    {
      requests: 'Signing in, tokens',
      answered: 'in part',
      how: 'Those that memory knows. Others get 503 where PostgreSQL may know them.',
    },
    {
      requests: 'Probes',
      answered: 'yes',
      how: '/health/live says 200; /health/ready says whether requests are to be sent here.',
    },
  ],
  unhealthy: [
    { requests: 'Reads', answered: 'no', how: '503 with Retry-After: they may be sent again.' },
    {
      requests: 'Changes',
      answered: 'no',
      how: '503 with Retry-After: nothing of them has been done. One that was cut off when this began has the code outcome_unknown: look before you send it again.',
    },
    { requests: 'Signing in, tokens', answered: 'no', how: '503: nobody can tell whose a token is.' },
    {
      requests: 'Probes',
      answered: 'yes',
      how: '/health/live says 200: do not restart the service for this. /health/ready says 503: requests are to be sent elsewhere.',
    },
  ],
};

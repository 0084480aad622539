/** docs/adr/0010: every change of state that there is, from to. What starts is unhealthy, and so is what is closed. */
export const STATE_CHANGES = [
  'unhealthy healthy',
  'unhealthy degraded',
  'unhealthy unhealthy',
  'degraded healthy',
  'healthy unhealthy',
] as const;

/** The change that is made by closing alone. */
export const CLOSING = 'degraded unhealthy';

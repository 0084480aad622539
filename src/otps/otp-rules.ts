/** Characters of a code: decimal digits. */
export const OTP_DIGITS = 8;

/** How long a code can be used (NIST SP 800-63B-4, section 3.1.3.2). */
export const OTP_TTL_MINUTES = 10;
export const OTP_TTL_MS = OTP_TTL_MINUTES * 60_000;

/** How often a challenge may be answered wrongly. */
export const MOST_ATTEMPTS = 5;

/** How often a code may be sent for one challenge. */
export const MOST_SENDS = 3;

/** Shortest time between two codes for one e-mail address. */
export const COOLDOWN_MS = 60_000;

/** Codes an hour for one e-mail address. */
export const MOST_SENDS_AN_HOUR = 5;

/** From so many failures on new challenges have to wait; from so many on an administrator has to let them in (section 3.2.2). */
const FAILURES_THAT_DELAY = 10;
const FAILURES_THAT_LOCK = 100;

const FIRST_WAIT_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** Whether an e-mail address with so many failures since its last success is shut until an administrator opens it. */
export function isLockedBy(failures: number): boolean {
  return failures >= FAILURES_THAT_LOCK;
}

/** How long after its last failure such an address waits for a new challenge: the time doubles with each code that is used up. */
export function waitAfter(failures: number): number {
  if (failures < FAILURES_THAT_DELAY) return 0;
  const doublings = Math.floor((failures - FAILURES_THAT_DELAY) / MOST_ATTEMPTS);
  return Math.min(FIRST_WAIT_MS * 2 ** doublings, LONGEST_WAIT_MS);
}

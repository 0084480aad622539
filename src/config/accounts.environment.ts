import { z } from 'zod';
import { type BrokenRule, milliseconds, oneOf, readBy, readHost, wholeNumber } from '../database';
import { SMTP_SECURITIES, type SmtpOptions } from './config';
import { readAddress, readAddresses } from './mail-addresses';
import { readPeppers } from './peppers';

/** The variables that say who signs in, and how codes reach people. */
export const accountsEnvironment = z.object({
  ADMIN_EMAILS: readBy(readAddresses).optional(),
  ADMIN_TOKEN: z
    .string()
    .regex(/^apr_ses_[0-9A-Za-z]{38}$/, { error: 'must be the token of a session: apr_ses_...' })
    .optional(),
  OTP_PEPPERS: readBy(readPeppers).optional(),
  SMTP_HOST: readBy(readHost).optional(),
  SMTP_PORT: wholeNumber({ min: 1, max: 65_535, default: 587 }),
  SMTP_SECURITY: oneOf(SMTP_SECURITIES).default('starttls'),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z
    .string()
    .regex(/[^\r\n]$/, { error: 'must not end in a new line' })
    .optional(),
  SMTP_FROM: readBy(readAddress).optional(),
  SMTP_TIMEOUT_MS: milliseconds({ min: 100, default: 10_000 }),
});
type AccountsEnvironment = z.output<typeof accountsEnvironment>;

/** The rules that tie these variables together, and what production must not be without. */
export function brokenAccountsRules(
  env: Partial<AccountsEnvironment & { readonly NODE_ENV: string }>,
  malformed: ReadonlySet<string>,
): BrokenRule[] {
  const missing = (key: keyof AccountsEnvironment): boolean => env[key] === undefined && !malformed.has(key);
  const broken: BrokenRule[] = [];
  if (env.NODE_ENV === 'production') {
    if (missing('OTP_PEPPERS'))
      broken.push({
        key: 'OTP_PEPPERS',
        rule: 'must be set in production: codes are kept as what this key makes of them',
      });
    if (missing('SMTP_HOST'))
      broken.push({ key: 'SMTP_HOST', rule: 'must be set in production: codes are sent by mail' });
  }
  if (env.SMTP_HOST !== undefined && missing('SMTP_FROM'))
    broken.push({ key: 'SMTP_FROM', rule: 'must be set, because SMTP_HOST is' });
  if (env.SMTP_USER !== undefined && missing('SMTP_PASSWORD'))
    broken.push({ key: 'SMTP_PASSWORD', rule: 'must be set, because SMTP_USER is' });
  if (env.SMTP_PASSWORD !== undefined && missing('SMTP_USER'))
    broken.push({ key: 'SMTP_USER', rule: 'must be set, because SMTP_PASSWORD is' });
  return broken;
}

/** How mail leaves; null when there is no server to give it to. */
export function smtpOptionsOf(env: AccountsEnvironment): SmtpOptions | null {
  const { SMTP_HOST: host, SMTP_FROM: from, SMTP_USER: user, SMTP_PASSWORD: password } = env;
  if (host === undefined || from === undefined) return null;
  return Object.freeze({
    host,
    port: env.SMTP_PORT,
    security: env.SMTP_SECURITY,
    credentials: user === undefined || password === undefined ? null : Object.freeze({ user, password }),
    from,
    timeoutMs: env.SMTP_TIMEOUT_MS,
  });
}

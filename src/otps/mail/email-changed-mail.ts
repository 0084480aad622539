import { htmlPage } from './html-page';
import type { Mail } from './mail';

const SUBJECT = 'The address of your account at Ballast was changed';

/**
 * The mail to an address that an account has no longer. The new one is not told: whoever reads this may be the one whom it was
 * changed to be rid of.
 *
 * @param handle of the account
 */
export function emailChangedMail(to: string, handle: string): Mail {
  const event = `Your account ${handle} at Ballast has another e-mail address now. Codes for it go there, and none come here any more.`;
  const warning =
    'If it was not you who changed it, somebody else has your account: tell an administrator of Ballast at once.';
  return {
    to,
    subject: SUBJECT,
    text: `${event}\n\n${warning}\n`,
    html: htmlPage(SUBJECT, [`<p>${event}</p>`, `<p>${warning}</p>`]),
  };
}

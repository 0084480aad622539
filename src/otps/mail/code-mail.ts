import { OTP_TTL_MINUTES } from '../otp-rules';
import type { OtpPurpose } from '../otp.entity';
import { htmlPage } from './html-page';
import type { Mail } from './mail';

const WORDS: Readonly<Record<OtpPurpose, { readonly subject: string; readonly use: string }>> = {
  sign_in: { subject: 'Your code to sign in to Ballast', use: 'sign in to Ballast' },
  step_up: { subject: 'Your code to confirm that it is you', use: 'confirm in Ballast that it is you' },
  email_change: {
    subject: 'Your code to confirm this address',
    use: 'make this the address of your account at Ballast',
  },
};

/** The mail that brings a code. The code is in the body alone: a subject is shown on locked screens. */
export function codeMail(to: string, purpose: OtpPurpose, code: string): Mail {
  const { subject, use } = WORDS[purpose];
  const validity = `It works once, and for ${OTP_TTL_MINUTES} minutes.`;
  const warning =
    'If it was not you who asked for it, do nothing: without the code nobody gets in. ' +
    'Nobody at Ballast will ever ask you for it.';
  return {
    to,
    subject,
    text: `Use this code to ${use}:\n\n    ${code}\n\n${validity}\n\n${warning}\n`,
    html: htmlPage(subject, [
      `<p>Use this code to ${use}:</p>`,
      `<p style="margin:24px 0;font-family:monospace;font-size:32px;font-weight:bold;letter-spacing:4px">${code}</p>`,
      `<p>${validity}</p>`,
      `<p style="color:#555">${warning}</p>`,
    ]),
  };
}

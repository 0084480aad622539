import * as z from 'zod';
import { emailAddress } from '../http/email-address';
import { type Otp, OTP_PURPOSES } from './otp.entity';
import { COOLDOWN_MS, OTP_DIGITS } from './otp-rules';
import { OtpInvalidError } from './otps.errors';

export const requestOtpSchema = z.strictObject({ email: emailAddress, purpose: z.enum(OTP_PURPOSES) });
export type RequestOtp = z.output<typeof requestOtpSchema>;

export const verifyOtpSchema = z.strictObject({
  // ASCII digits alone: \d of JavaScript matches no others.
  code: z.string().regex(new RegExp(`^\\d{${OTP_DIGITS}}$`), `must have ${OTP_DIGITS} digits`),
});
export type VerifyOtp = z.output<typeof verifyOtpSchema>;

export const unlockAddressSchema = z.strictObject({ email: emailAddress });
export type UnlockAddress = z.output<typeof unlockAddressSchema>;

const challengeIdSchema = z.uuid();

/** What is no id is the id of no challenge. @throws OtpInvalidError */
export function challengeIdOf(text: string): string {
  if (!challengeIdSchema.safeParse(text).success) throw new OtpInvalidError();
  return text.toLowerCase();
}

/** A challenge on the wire. It tells nothing of whether the address is anybody's. */
export const challengeSchema = z
  .strictObject({
    challengeId: z.uuid(),
    expiresAt: z.iso.datetime(),
    resendAfter: z.iso.datetime(),
  })
  .meta({ id: 'Challenge' });
export type ChallengeView = z.output<typeof challengeSchema>;

export function challengeViewOf({ id, expiresAt, lastSentAt }: Otp): ChallengeView {
  return {
    challengeId: id,
    expiresAt: expiresAt.toISOString(),
    resendAfter: new Date(lastSentAt.getTime() + COOLDOWN_MS).toISOString(),
  };
}

/** What a right code is answered with when it was for signing in. */
export const sessionSchema = z
  .strictObject({ token: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: 'Session' });
export type SessionView = z.output<typeof sessionSchema>;

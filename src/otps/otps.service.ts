import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, MoreThan, Repository } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { Transactional } from '../database';
import { SignInsService } from '../users/sign-ins.service';
import { CodeHasher } from './code-hasher';
import { Otp } from './otp.entity';
import { OtpFailuresService } from './otp-failures.service';
import { MOST_SENDS, OTP_TTL_MS } from './otp-rules';
import { OtpInvalidError, OtpSendsExhaustedError } from './otps.errors';
import type { RequestOtp } from './otps.schemas';

/** A challenge with the code that it was given just now, which nobody can tell afterwards. */
export interface IssuedCode {
  readonly otp: Otp;
  readonly code: string;
}

/** Gives out challenges, and codes for them. */
@Injectable()
export class OtpsService {
  constructor(
    @InjectRepository(Otp) private readonly otps: Repository<Otp>,
    private readonly failures: OtpFailuresService,
    private readonly signIns: SignInsService,
    private readonly hasher: CodeHasher,
  ) {}

  /**
   * A new challenge, in the place of the one before it. An address that nobody has gets one as any other: who asks cannot
   * tell whether somebody has it.
   *
   * @throws OtpDelayedError, OtpLockedError
   */
  async request({ email, purpose }: RequestOtp): Promise<IssuedCode> {
    await this.failures.admit(email);
    const user = await this.signIns.find(email);
    const id = uuidv4();
    const code = this.hasher.newCode();
    const now = new Date();
    const otp = this.otps.create({
      id,
      userId: user?.id ?? null,
      email,
      purpose,
      ...this.hasher.hash(id, code),
      attempts: 0,
      sends: 1,
      lastSentAt: now,
      expiresAt: new Date(now.getTime() + OTP_TTL_MS),
      status: 'pending',
      delivery: user?.status === 'suspended' ? 'suppressed' : 'queued',
      consumedAt: null,
      createdAt: now,
    });
    await this.replaceBy(otp);
    return { otp, code };
  }

  /**
   * A new code for a challenge, in the place of the one before it. How often that was answered wrongly still counts.
   *
   * @throws OtpInvalidError, OtpSendsExhaustedError
   */
  async resend(id: string): Promise<IssuedCode> {
    const now = new Date();
    const live = { id, status: 'pending' as const, expiresAt: MoreThan(now) };
    const code = this.hasher.newCode();
    const { raw } = await this.otps.update(
      { ...live, sends: LessThan(MOST_SENDS) },
      {
        ...this.hasher.hash(id, code),
        sends: () => '"sends" + 1',
        lastSentAt: now,
        expiresAt: new Date(now.getTime() + OTP_TTL_MS),
        delivery: () => `CASE "delivery" WHEN 'suppressed' THEN "delivery" ELSE 'queued' END`,
      },
      { returning: '*' },
    );
    const [row] = raw as Otp[];
    if (row) return { otp: Object.assign(new Otp(), row), code };
    throw (await this.otps.existsBy(live)) ? new OtpSendsExhaustedError() : new OtpInvalidError();
  }

  @Transactional()
  private async replaceBy(otp: Otp): Promise<void> {
    const { email, purpose } = otp;
    await this.otps.update({ email, purpose, status: 'pending' }, { status: 'superseded' });
    await this.otps.insert(otp);
  }
}

import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuditLog, type SecurityEvent, type SecurityEventName } from '../audit/audit-log';
import { networkOf } from '../limits/network-address';
import type { OtpPurpose } from './otp.entity';
import type { Fulfilment } from './otp-fulfilment.service';

const EVENTS: Readonly<Record<OtpPurpose, SecurityEventName>> = {
  sign_in: 'security.signed_in',
  step_up: 'security.stepped_up',
  email_change: 'security.email_changed',
};

/** Tells the log of security events what codes were used for. */
@Injectable()
export class OtpAudit {
  constructor(private readonly audit: AuditLog) {}

  fulfilled({ otp, userId }: Fulfilment, request: FastifyRequest): void {
    this.record({ event: EVENTS[otp.purpose], userId, challengeId: otp.id }, request);
  }

  refused(challengeId: string, request: FastifyRequest): void {
    this.record({ event: 'security.code_refused', challengeId }, request);
  }

  opened(byUserId: string, request: FastifyRequest): void {
    this.record({ event: 'security.address_opened', byUserId }, request);
  }

  private record(event: SecurityEvent, { id: requestId, ip }: FastifyRequest): void {
    this.audit.record({ ...event, requestId, address: networkOf(ip) });
  }
}

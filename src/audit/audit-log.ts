import { Injectable } from '@nestjs/common';
import { afterCommit } from '../database';
import { EventLog } from '../logging/event-log';
import type { LogEventName } from '../logging/log-events';
import { serviceChannels } from '../metrics/service-channels';

/** What concerns the security of accounts and of the service. */
export type SecurityEventName = Extract<LogEventName, `security.${string}`>;

/** Ids, and words of our own: never a secret, a code, or what somebody has typed. */
export interface SecurityEvent {
  readonly event: SecurityEventName;
  /** Under which the log has more of the same request. */
  readonly requestId?: string;
  /** Whom it is about. */
  readonly userId?: string;
  /** Who did it, where that is somebody else. */
  readonly byUserId?: string;
  readonly tokenId?: string;
  readonly challengeId?: string;
  readonly apiId?: string;
  readonly versionId?: string;
  /** The address of the network that asked. */
  readonly address?: string;
  /** A code of ours: of a problem, a limit, a role, a status. */
  readonly reason?: string;
  /** How often it has happened again since it was told of. */
  readonly count?: number;
}

/** The log of security events: lines of the service's log under a context of their own, for whoever watches over it. */
@Injectable()
export class AuditLog {
  private readonly log = new EventLog('Audit');

  /** Tells of what has happened: within a transaction, once that has been committed. */
  record(event: SecurityEvent): void {
    afterCommit(() => {
      this.log.info(event);
      serviceChannels.securityEvent.publish(event);
    });
  }
}

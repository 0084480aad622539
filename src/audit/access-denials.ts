import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { outsideOfRequests } from '../http/request-context';
import { AuditLog, type SecurityEvent } from './audit-log';

const WINDOW_MS = 60_000;

/** So many are told apart in a window; the others count as one, so that nobody fills the log with inventions. */
const MOST_KEYS = 1_000;

const OTHERS = '';

/** Who was turned away, and why. */
export type Denial = Omit<SecurityEvent, 'event' | 'count'>;

/**
 * Tells the log of security events who is turned away. Who comes again for the same within a minute is told of once more, at
 * its end, with how often it was.
 */
@Injectable()
export class AccessDenials implements OnModuleDestroy {
  private readonly told = new Map<string, { readonly denial: Denial; again: number }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly audit: AuditLog) {}

  note(denial: Denial): void {
    const own = JSON.stringify([denial.reason, denial.tokenId ?? denial.address]);
    const isToldApart = this.told.has(own) || this.told.size < MOST_KEYS;
    const key = isToldApart ? own : OTHERS;
    const known = this.told.get(key);
    if (known) {
      known.again += 1;
      return;
    }
    this.told.set(key, { denial: isToldApart ? denial : { reason: 'others' }, again: 0 });
    this.audit.record({ event: 'security.access_denied', ...denial });
    this.timer ??= outsideOfRequests(() => setTimeout(() => this.tellAgain(), WINDOW_MS).unref());
  }

  onModuleDestroy(): void {
    this.tellAgain();
  }

  /** Ends the window: tells of those who have come again in it. */
  private tellAgain(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    for (const { denial, again } of this.told.values())
      if (again > 0) this.audit.record({ event: 'security.access_denied', ...denial, count: again });
    this.told.clear();
  }
}

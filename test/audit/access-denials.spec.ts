import { Logger } from '@nestjs/common';
import { AccessDenials } from '../../src/audit/access-denials';
import { AuditLog } from '../../src/audit/audit-log';

const EVENT = 'security.access_denied';
const DENIAL = {
  reason: 'insufficient_scope',
  requestId: 'r',
  address: '192.0.2.1',
  tokenId: 't',
  userId: 'u',
};

describe('those who are turned away', () => {
  let log: jest.SpyInstance;
  let denials: AccessDenials;

  beforeEach(() => {
    log = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    denials = new AccessDenials(new AuditLog());
  });
  afterEach(() => {
    denials.onModuleDestroy();
    log.mockRestore();
  });

  const told = (): unknown[] => log.mock.calls.map(([entry]) => entry as unknown);

  it('are told of at once, and once more with how often they have come again', () => {
    for (let i = 0; i < 10_000; i += 1) denials.note(DENIAL);
    expect(told()).toEqual([{ event: EVENT, ...DENIAL }]);
    denials.onModuleDestroy();
    expect(told().slice(1)).toEqual([{ event: EVENT, ...DENIAL, count: 9_999 }]);
  });

  it('are told of once when they do not come again', () => {
    denials.note(DENIAL);
    denials.onModuleDestroy();
    expect(told()).toHaveLength(1);
  });

  it('are told apart by token, without one by address, and by reason', () => {
    const others = [{ tokenId: 'other' }, { reason: 'session_required' }, { tokenId: undefined }];
    for (const other of others) denials.note({ ...DENIAL, ...other });
    denials.note({ ...DENIAL, address: '192.0.2.2' });
    denials.note({ ...DENIAL, tokenId: undefined, address: '192.0.2.2' });
    expect(told()).toHaveLength(5);
  });

  it('do not fill the log from many addresses, nor the memory', () => {
    for (let i = 0; i < 50_000; i += 1)
      denials.note({ reason: 'invalid_token', address: `2001:db8:${i}::/64` });
    denials.onModuleDestroy();
    expect(told()).toHaveLength(1_002);
    expect(told().at(-1)).toEqual({ event: EVENT, reason: 'others', count: 48_999 });
  });

  it('are told of anew in the next minute', () => {
    jest.useFakeTimers();
    try {
      denials.note(DENIAL);
      denials.note(DENIAL);
      jest.advanceTimersByTime(60_000);
      expect(told()).toHaveLength(2);
      denials.note(DENIAL);
      expect(told()).toHaveLength(3);
    } finally {
      jest.useRealTimers();
    }
  });
});

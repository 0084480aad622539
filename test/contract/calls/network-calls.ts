import type { Calls } from './calls';

export const NETWORK_CALLS: Calls = {
  abbrev: `
    abbrev('10.1.0.0/16'::cidr)
    abbrev('10.1.0.0/16'::inet)
    abbrev('10.1.2.3'::inet)
    abbrev('10.0.0.0/8'::cidr)
    abbrev('10.1.2.3/32'::cidr)
    abbrev('192.168.1.0/24'::cidr)
    abbrev('0.0.0.0/0'::cidr)
    abbrev('10.1.128.0/17'::cidr)
    abbrev('10.0.0.0/12'::cidr)
    abbrev('10.0.0.0/16'::cidr)
    abbrev('2001:db8::/32'::cidr)
    abbrev('2001:db8::/33'::cidr)
    abbrev('::/0'::cidr)
    abbrev('::1/128'::cidr)
    abbrev('2001:db8:1::/48'::cidr)
    abbrev('fe80::/10'::cidr)
    abbrev('::ffff:1.2.3.0/120'::cidr)
    abbrev(NULL::cidr)`,
  'parts of an address': `
    host('192.168.1.5/24')
    hostmask('192.168.23.20/30')
    hostmask('2001:db8::/120')
    netmask('192.168.1.5/24')
    network('192.168.1.5/24')
    broadcast('192.168.1.5/24')
    masklen('192.168.1.5/24')
    family('::1')
    set_masklen('192.168.1.5/24'::inet, 16)
    set_masklen('192.168.1.0/24'::cidr, 16)
    set_masklen('192.168.1.5'::inet, 33)
    set_masklen('192.168.1.5/24'::inet, -1)
    inet_merge('192.168.1.5/24', '192.168.2.5/24')
    inet_merge('::1', '1.2.3.4')
    inet_same_family('192.168.1.5/24', '::1')
    text('192.168.1.5'::inet)
    '192.168.1.5'::inet + 25
    '192.168.1.43'::inet - '192.168.1.19'::inet
    '192.168.1.6'::inet & '0.0.0.255'::inet
    '192.168.1.6'::inet | '0.0.0.255'::inet
    ~ '192.168.1.6'::inet
    '192.168.1.6'::inet & '::1'::inet`,
};

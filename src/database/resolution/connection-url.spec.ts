import { type ConnectionUrl, parseConnectionUrl } from './connection-url';
import { MalformedValueError } from './malformed-value-error';

const PASSWORD = 'p%ss/wo#rd:?@';

describe('parseConnectionUrl', () => {
  it.each<[string, Partial<ConnectionUrl>]>([
    ['postgresql://u:p@h:6543/d', { host: 'h', port: 6543, database: 'd', user: 'u', password: 'p' }],
    ['postgres://u:p@h/d', { port: 5432 }],
    ['POSTGRESQL://u:p@h/d', { host: 'h' }],
    ['postgresql+asyncpg://u:p@h/d', { host: 'h', user: 'u' }],
    ['postgresql+psycopg2://u:p@h/d', { host: 'h' }],
    ['postgresql://u@h/d', { user: 'u', password: undefined }],
    ['postgresql://u:@h/d', { password: undefined }],
    ['postgresql://u:p@h', { database: 'u' }],
    ['postgresql://u:p@h/', { database: 'u' }],
    ['postgresql://u:p@h:/d', { port: 5432 }],
    ['postgresql://u:p@db_1.example.com./d', { host: 'db_1.example.com.' }],
    ['postgresql://u:p@[2001:db8::1]:6543/d', { host: '2001:db8::1', port: 6543 }],
    ['postgresql://u:p@[::1]/d', { host: '::1', port: 5432 }],
    ['postgresql://u:p@[fe80::1%25eth0]/d', { host: 'fe80::1%eth0' }],
    ['postgresql://u:p@10.0.0.1/d', { host: '10.0.0.1' }],
    ['postgresql://u:p@h/my%20data', { database: 'my data' }],
    ['postgresql://u:p@h/a%2Fb', { database: 'a/b' }],
    ['postgresql://us%40er:p@h/d', { user: 'us@er' }],
    ['postgresql://%C3%A9:%E2%82%AC@h/d', { user: 'é', password: '€' }],
    ['postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/d', { host: '/var/run/postgresql' }],
    ['postgresql://u:p@/d?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'd' }],
    ['postgresql://u:p@localhost/d?host=/cloudsql/a:b:c', { host: '/cloudsql/a:b:c' }],
  ])('[fault 31] reads %s', (url, expected) => {
    expect(parseConnectionUrl(url)).toMatchObject(expected);
  });

  it.each<[string, string]>([
    [encodeURIComponent(PASSWORD), PASSWORD],
    [PASSWORD, PASSWORD],
    ['p@ss', 'p@ss'],
    ['a/b', 'a/b'],
    ['a#b', 'a#b'],
    ['a?b', 'a?b'],
    ['a:b:c', 'a:b:c'],
    ['100%', '100%'],
    ['%41', 'A'],
    ['12345', '12345'],
    ['p@w/x/y', 'p@w/x/y'],
    ["!$&'()*+,;=~", "!$&'()*+,;=~"],
  ])('[fault 32] reads the password %s as it is meant', (written, meant) => {
    expect(
      parseConnectionUrl(`postgresql://user:${written}@db.example.com:5432/data?sslmode=require`),
    ).toMatchObject({
      user: 'user',
      password: meant,
      host: 'db.example.com',
      database: 'data',
      sslMode: 'require',
    });
  });

  it('reads every parameter that it knows', () => {
    const query =
      'sslmode=verify-full&sslrootcert=%2Fca.pem&sslcert=/c.pem&sslkey=/k.pem&application_name=a%20b' +
      '&connect_timeout=7&options=-c%20search_path%3Dregistry';
    expect(parseConnectionUrl(`postgresql://u:p@h/d?${query}`)).toEqual({
      host: 'h',
      port: 5432,
      database: 'd',
      user: 'u',
      password: 'p',
      sslMode: 'verify-full',
      sslRootCert: '/ca.pem',
      sslCert: '/c.pem',
      sslKey: '/k.pem',
      applicationName: 'a b',
      connectTimeoutMs: 7000,
      options: '-c search_path=registry',
    });
  });

  it('leaves an @ in a parameter to the parameter', () => {
    expect(parseConnectionUrl('postgresql://u:p@h/d?application_name=me@home')).toMatchObject({
      host: 'h',
      applicationName: 'me@home',
    });
  });

  it.each<[string, RegExp]>([
    ['', /must not be blank/],
    [' \n', /must not be blank/],
    [' postgresql://u:hunter2@h/d', /start or end with white space/],
    ['postgresql://u:hunter2@h/d\n', /start or end with white space/],
    ['postgresql://u:hun ter2@h/d', /white space or control/],
    ['postgresql://u:hunter2\u0000@h/d', /white space or control/],
    ['mysql://u:hunter2@h/d', /only PostgreSQL is supported/],
    ['sqlite:///hunter2', /only PostgreSQL is supported/],
    ['postgresql:u:hunter2@h/d', /must start with postgresql:\/\//],
    ['jdbc:postgresql://h/d?password=hunter2', /must not start with jdbc:/],
    ['"postgresql://u:hunter2@h/d"', /quotes/],
    ['hunter2', /must start with postgresql:\/\//],
    ['postgresql://h/d', /must name a user and a host/],
    ['postgresql://:hunter2@h/d', /must name a user/],
    ['postgresql://u:hunter2@/d', /must name a host/],
    ['postgresql://u:hunter2@h1,h2/d', /must name one host, not a list/],
    ['postgresql://u:hunter2@h1:1,h2:2/d', /must name one host, not a list/],
    ['postgresql://u:hunter2@h:abc/d', /port that is a whole number/],
    ['postgresql://u:hunter2@h:0/d', /port that is a whole number/],
    ['postgresql://u:hunter2@h:99999/d', /port that is a whole number/],
    ['postgresql://u:hunter2@h:-1/d', /port that is a whole number/],
    ['postgresql://u:hunter2@::1/d', /IPv6 address in square brackets/],
    ['postgresql://u:hunter2@[::g]/d', /valid IPv6 address/],
    ['postgresql://u:hunter2@h!/d', /host name/],
    ['postgresql://u:hunter2@h/d/e', /raw \/ in the name of the database/],
    ['postgresql://u:hunter2@h/d#e', /raw # after the host/],
    ['postgresql://u:hunter2@h/d?sslmod=require', /unknown parameter sslmod/],
    ['postgresql://u:hunter2@h/d?ssl=true', /write sslmode=verify-full/],
    ['postgresql://u@h/d?password=hunter2', /unknown parameter password: write the password before the host/],
    ['postgresql://u@h/d?hunter2', /not written name=value/],
    ['postgresql://u@h/d?hunter2!=x', /an unknown parameter;/],
    ['postgresql://u:hunter2@h/d?sslmode=maybe', /one of disable, allow/],
    ['postgresql://u:hunter2@h/d?sslmode=', /sslmode no value/],
    ['postgresql://u:hunter2@h/d?sslmode=require&sslmode=disable', /sslmode more than once/],
    ['postgresql://u:hunter2@h/d?sslcert=/c.pem', /sslcert and sslkey together/],
    ['postgresql://u:hunter2@h/d?connect_timeout=0', /seconds from 1 to 600/],
    ['postgresql://u:hunter2@h/d?host=other', /absolute path of a socket folder/],
    ['postgresql://u:hunter2@h/d?host=/run', /besides the socket folder/],
    ['postgresql://u:hunter2@/d?host=/run&sslmode=verify-full', /TLS on a Unix-domain socket/],
    ['postgresql://u:hunter2%FF@h/d', /not UTF-8/],
    ['postgresql://u:hunter2%00@h/d', /NUL/],
    ['postgresql://u:hunter2%41%@h/d', /starts no escape: percent-encode/],
    ['postgresql://u:hunter2@w/x@h', /more than one way: .* percent-encode/],
    ['postgresql://u:1@h/hunter2@h2', /more than one way/],
  ])('[fault 33] refuses %j with the reason and without the password', (url, rule) => {
    const failure = failureOf(url);
    expect(failure.rule).toMatch(rule);
    expect(failure.message).not.toContain('hunter2');
  });
});

function failureOf(url: string): MalformedValueError {
  try {
    parseConnectionUrl(url);
  } catch (error) {
    if (error instanceof MalformedValueError) return error;
    throw error;
  }
  throw new Error('the URL was accepted');
}

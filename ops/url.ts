import { z } from 'zod';

/** What a variable takes as a URL. */
export const url = (...protocols: string[]) =>
  z
    .url({
      protocol: new RegExp(`^(${protocols.join('|')})$`),
      hostname: /.+/,
      error: `must be a URL like ${protocols[0]}://host`,
      abort: true,
    })
    .refine((text) => {
      const { username, password } = new URL(text);
      return isEncoded(username) && isEncoded(password);
    }, 'must have %25 for each % in its user or password');

/** A URL that names a database; its `ssl` is what mysql2 takes: TLS by these options, or by the certificates of RDS. */
export const mysqlUrl = url('mysql')
  .refine((text) => isEncoded(new URL(text).pathname), 'must have %25 for each % in its database')
  .refine((text) => new URL(text).pathname.length > 1, 'must end with a database: mysql://host/tandem')
  // Of other names, as MySQL's own `ssl-mode`, mysql2 warns, and connects without TLS.
  .refine((text) => {
    const asked = [...new URL(text).searchParams].filter(([name]) => /ssl|tls/i.test(name));
    return asked.every(([name, value]) => name === 'ssl' && (value === 'Amazon RDS' || isObject(value)));
  }, 'must have ?ssl={} for TLS, JSON of its options in it, or ?ssl=Amazon%20RDS');

function isObject(json: string): boolean {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
}

/** Whether what connects can decode it. */
function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
}

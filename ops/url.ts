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

/** Whether what connects can decode it. */
function isEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
}

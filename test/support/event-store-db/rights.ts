import { type Acl, metadataIn } from './limits.ts';
import type { ServerLog } from './server-log.ts';

/** What a user may do with a stream; `all` is to read every stream at once. */
export const RIGHTS = ['read', 'write', 'delete', 'read-metadata', 'write-metadata', 'all'] as const;
export type Right = (typeof RIGHTS)[number];

export interface User {
  readonly username: string;
  readonly password: string;
  /** Roles beside the user's own name; `$admins` may do everything. */
  readonly groups?: readonly string[];
}

/** What a request shows: the user, nobody, or credentials that are wrong. */
export type Visitor = User | 'nobody' | 'wrong';

type Key = keyof Acl;

const ADMINS = '$admins';
const EVERYBODY = '$all';
const KEYS: Readonly<Record<Right, Key>> = {
  read: '$r',
  write: '$w',
  delete: '$d',
  'read-metadata': '$mr',
  'write-metadata': '$mw',
  all: '$r',
};

/**
 * Who may do what, as the server decides it (https://developers.eventstore.com/server/v23.10/security.html): by the `$acl`
 * in a stream's metadata, else by the defaults in `$settings`, else everybody may do everything with a user's stream and
 * administrators alone with a system's. Asked at the start of a request only: whoever follows the log goes on.
 */
export class Rights {
  private readonly log: ServerLog;
  private readonly users = new Map<string, User>();
  private readonly withdrawn = new Set<Right>();

  constructor(log: ServerLog) {
    this.log = log;
  }

  /** From now on whoever comes must show a user; with none, as on an insecure server, nobody is asked. */
  add(user: User): void {
    this.users.set(user.username, user);
  }

  /** Takes rights from everybody, administrators too, whatever streams say; until they are given back. */
  withdraw(...rights: readonly Right[]): void {
    for (const right of rights) this.withdrawn.add(right);
  }

  giveBack(...rights: readonly Right[]): void {
    for (const right of rights.length > 0 ? rights : RIGHTS) this.withdrawn.delete(right);
  }

  /** @param authorization the header of that name */
  shown(authorization: string | undefined): Visitor {
    if (authorization === undefined) return 'nobody';
    if (this.users.size === 0) return 'nobody';
    const [, encoded = ''] = authorization.split(' ');
    const [, username = '', password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
    const user = this.users.get(username);
    return user && user.password === password ? user : 'wrong';
  }

  allows(who: User | 'nobody', right: Right, stream: string): boolean {
    if (stream.startsWith('$$')) return this.allows(who, ofMetadata(right), stream.slice(2));
    if (this.withdrawn.has(right)) return false;
    if (this.users.size === 0) return true;
    const roles = who === 'nobody' ? [EVERYBODY] : [EVERYBODY, who.username, ...(who.groups ?? [])];
    if (roles.includes(ADMINS)) return true;
    const needed = this.acl(stream, KEYS[right]);
    return (typeof needed === 'string' ? [needed] : needed).some((role) => roles.includes(role));
  }

  private acl(stream: string, key: Key): string | readonly string[] {
    const system = stream.startsWith('$');
    const defaults = metadataIn(this.log.stream('$settings')?.at(-1));
    const byDefault = system ? defaults.$systemStreamAcl : defaults.$userStreamAcl;
    return this.log.metadataOf(stream).$acl?.[key] ?? byDefault?.[key] ?? (system ? ADMINS : EVERYBODY);
  }
}

/** Metadata are read and written as a stream of their own, under rights of their own. */
function ofMetadata(right: Right): Right {
  return right === 'write' ? 'write-metadata' : 'read-metadata';
}

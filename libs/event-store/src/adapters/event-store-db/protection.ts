import type { EventStoreDbAccess } from './access.ts';
import { Connection } from './connection.ts';
import { KEPT as MARKS_KEPT } from './marks.ts';
import { KEPT as SETTLEMENTS_KEPT } from './settlement.ts';
import { StreamNames } from './streams.ts';

/** Whose rights are looked at, by which an administrator asks. */
export interface ProtectionAsked {
  /** An administrator's way to the cluster: nobody else may see or set what is asked here. */
  readonly access: EventStoreDbAccess;
  /** The user that the platform's processes are. */
  readonly user: string;
  readonly services: readonly string[];
}

/** What is written of a stream, or of all streams, as it stands and as it is to be. */
export interface ProtectionChange {
  /** `$all`, `$settings`, or a stream of the adapter's own. */
  readonly stream: string;
  readonly before: object | undefined;
  readonly after: object;
}

/** A right that is missing, or more than the platform needs. */
export interface RightFound {
  readonly kind: 'missing' | 'excess';
  readonly right: 'read-all' | 'read' | 'write' | 'read-metadata' | 'delete' | 'write-metadata' | 'system';
  /** Who has it beside administrators. */
  readonly roles: readonly string[];
}

type Roles = string | readonly string[];
type Acl = Readonly<Partial<Record<string, Roles>>>;

const ADMINS = '$admins';
const EVERYBODY = '$all';

/**
 * What is still to be written so that the user may read `$all`, read and write every user stream, and neither delete nor
 * change what is said of streams; system streams are the administrators' alone. The adapter's own streams are limited,
 * which the user may then not do himself. Empty when all is so.
 * @throws StoreUnavailable, StoreAccessDenied, StoreUntrusted
 */
export function protectionChanges(asked: ProtectionAsked): Promise<readonly ProtectionChange[]> {
  return withConnection(asked.access, async (connection) => {
    const wanted = await wantedBy(connection, asked);
    return wanted.filter(({ before, after }) => !same(before, after));
  });
}

/** Writes the changes, in their order. @throws StoreUnavailable, StoreAccessDenied, StoreUntrusted */
export function protect(access: EventStoreDbAccess, changes: readonly ProtectionChange[]): Promise<void> {
  return withConnection(access, async (connection) => {
    for (const { stream, after } of changes)
      await (stream === SETTINGS
        ? connection.note(SETTINGS, '$settings', after)
        : connection.note(metadataStream(stream), '$metadata', after));
  });
}

/** The rights that the user lacks, and those that he or everybody has beyond what is needed. @throws as {@link protectionChanges} */
export function rightsFound({ access, user }: ProtectionAsked): Promise<readonly RightFound[]> {
  return withConnection(access, async (connection) => {
    const all = aclIn(await saidOf(connection, metadataStream(EVERYBODY)), '$acl');
    const settings = await saidOf(connection, SETTINGS);
    const users = aclIn(settings, '$userStreamAcl');
    const system = aclIn(settings, '$systemStreamAcl');
    const systemRoles = [...new Set(KEYS.flatMap((key) => rolesOf(system[key], ADMINS)))];
    return [
      ...missing('read-all', rolesOf(all['$r'], ADMINS), user),
      ...missing('read', rolesOf(users['$r'], EVERYBODY), user),
      ...missing('write', rolesOf(users['$w'], EVERYBODY), user),
      ...missing('read-metadata', rolesOf(users['$mr'], EVERYBODY), user),
      ...excess('read-all', rolesOf(all['$r'], ADMINS), [user]),
      ...excess('read', rolesOf(users['$r'], EVERYBODY), [user]),
      ...excess('write', rolesOf(users['$w'], EVERYBODY), [user]),
      ...excess('delete', rolesOf(users['$d'], EVERYBODY), []),
      ...excess('write-metadata', rolesOf(users['$mw'], EVERYBODY), []),
      ...excess('system', systemRoles, []),
    ];
  });
}

const SETTINGS = '$settings';
const KEYS = ['$r', '$w', '$d', '$mr', '$mw'];
const metadataStream = (stream: string): string => `$$${stream}`;

async function wantedBy(connection: Connection, { user, services }: ProtectionAsked) {
  const ours = [ADMINS, user];
  const change = async (stream: string, of: (before: object) => object): Promise<ProtectionChange> => {
    const before = await saidOf(connection, stream === SETTINGS ? SETTINGS : metadataStream(stream));
    return { stream, before, after: of(before ?? {}) };
  };
  const changes = [
    change(EVERYBODY, (before) => ({ ...before, $acl: { ...aclIn(before, '$acl'), $r: ours } })),
    change(SETTINGS, (before) => ({
      ...before,
      $userStreamAcl: { $r: ours, $w: ours, $d: ADMINS, $mr: ours, $mw: ADMINS },
      $systemStreamAcl: { $r: ADMINS, $w: ADMINS, $d: ADMINS, $mr: ADMINS, $mw: ADMINS },
    })),
    ...services.flatMap((service) => {
      const { marks, settlements } = new StreamNames(service);
      return [
        change(marks, (before) => ({ $maxCount: MARKS_KEPT, ...before })),
        change(settlements, (before) => ({ $maxCount: SETTLEMENTS_KEPT, ...before })),
      ];
    }),
  ];
  return Promise.all(changes);
}

async function saidOf(connection: Connection, stream: string): Promise<object | undefined> {
  return (await connection.lastOf(stream))?.data;
}

function aclIn(said: object | undefined, name: string): Acl {
  const found: unknown = new Map(Object.entries(said ?? {})).get(name);
  return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found)) : {};
}

const rolesOf = (roles: Roles | undefined, byDefault: string): readonly string[] =>
  roles === undefined ? [byDefault] : [roles].flat();

function missing(right: RightFound['right'], roles: readonly string[], user: string): readonly RightFound[] {
  return roles.includes(user) || roles.includes(EVERYBODY) ? [] : [{ kind: 'missing', right, roles }];
}

function excess(
  right: RightFound['right'],
  roles: readonly string[],
  needed: readonly string[],
): readonly RightFound[] {
  const beyond = roles.filter((role) => role !== ADMINS && !needed.includes(role));
  return beyond.length === 0 ? [] : [{ kind: 'excess', right, roles: beyond }];
}

const same = (a: object | undefined, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** The order of names says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}

async function withConnection<Result>(
  access: EventStoreDbAccess,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = new Connection(access);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

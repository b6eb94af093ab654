import { services, type Wording } from '@zhibu/contracts';
import { exits, OperatorFault } from './fault.ts';
import type { Environment } from './secrets.adapter.ts';
import { faults, wrong } from './vocabulary.ts';

/** A role that a command connects as: `<schema>_<role>`. */
export interface Need {
  readonly schema: string;
  readonly role: 'owner' | 'service';
}

/** How a role is reached, and which setting its password comes from. */
export interface RoleUrl extends Need {
  readonly url: string;
  readonly passwordFrom: string;
}

/** The settings that say where a database is, as a process is told. */
export const databaseSettings = ['DATABASE_URL', ...services.map((service) => storeSetting(service))];

/**
 * The connection strings of the roles that a command needs. A schema is where `STORE_URL_<SERVICE>` says, else where
 * `DATABASE_URL` says; its credentials are used where they are the role's own, any other role takes `PASSWORD_OWNER`, or
 * that of its schema, such as `PASSWORD_GATEWAY`.
 * @throws OperatorFault naming every setting that is missing or wrong
 */
export function roleUrls(needs: readonly Need[], environment: Environment): readonly RoleUrl[] {
  const found = needs.map((need) => roleUrl(need, environment));
  const faulty = new Map(found.flatMap((one) => ('zh' in one ? [[one.en, one] as const] : [])));
  if (faulty.size > 0) throw new OperatorFault(faults.settings([...faulty.values()]), exits.wrongUse);
  return found.flatMap((one) => ('url' in one ? [one] : []));
}

function roleUrl(need: Need, environment: Environment): RoleUrl | Wording {
  const { schema, role } = need;
  const from = environment[storeSetting(schema)] ? storeSetting(schema) : 'DATABASE_URL';
  const address = environment[from];
  if (!address) return wrong.missing(from);
  if (!isDatabase(address)) return wrong.database(from);
  const url = new URL(address);
  const name = `${schema}_${role}`;
  if (url.username === name && url.password !== '') return { ...need, url: url.href, passwordFrom: from };
  const passwordFrom = `PASSWORD_${(role === 'owner' ? role : schema).toUpperCase()}`;
  const password = environment[passwordFrom];
  if (!password) return wrong.missing(passwordFrom);
  url.username = name;
  url.password = encodeURIComponent(password);
  return { ...need, url: url.href, passwordFrom };
}

/** Whether a text is the URL of a PostgreSQL database. */
export const isDatabase = (text: string): boolean =>
  URL.canParse(text) &&
  ['postgres:', 'postgresql:'].includes(new URL(text).protocol) &&
  new URL(text).pathname.length > 1;

/** A database's address without the credentials in it. */
export function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function storeSetting(schema: string): string {
  return `STORE_URL_${schema.toUpperCase()}`;
}

import { connect, type Pool } from '@zhibu/database';
import type { CopiedTable } from '@zhibu/event-store';

/** Schema `access`: accounts, sessions, and what guards them; with roles of its own, which read nothing else. */
export const accessSchema = 'access';

/** Where its migrations lie, in Prisma's layout. */
export const accessMigrations = new URL('../../prisma/access', import.meta.url);

/**
 * What a backup holds of it: accounts, and the passwords that must not come again. Sessions and links are never in it, and the
 * log of accesses is exported by itself.
 */
export const accountTables: readonly CopiedTable[] = [
  { name: 'account', order: ['id'] },
  { name: 'past_secret', order: ['account_id', 'number'] },
];

/** The schema as its service role. */
export const openAccess = (url: string): Pool =>
  connect(url, { schema: accessSchema, settings: { idle_in_transaction_session_timeout: '15s' } });

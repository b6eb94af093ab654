import { connect, type Pool } from '@zhibu/database';
import type { CopiedTable } from '@zhibu/event-store';

/** Schema `people`: what persons are called and reached by, encrypted; with roles of its own, which read nothing else. */
export const peopleSchema = 'people';

/** Where its migrations lie, in Prisma's layout. */
export const peopleMigrations = new URL('../../prisma/people', import.meta.url);

/** What a backup holds of it: all but the keys of persons, which are backed up apart, so that an old backup forgets too. */
export const directoryTables: readonly CopiedTable[] = [
  { name: 'person', order: ['person_id'] },
  { name: 'person_field', order: ['person_id', 'field', 'from_day'] },
];

/** The schema as its service role. */
export const openPeople = (url: string): Pool =>
  connect(url, { schema: peopleSchema, max: 4, settings: { idle_in_transaction_session_timeout: '15s' } });

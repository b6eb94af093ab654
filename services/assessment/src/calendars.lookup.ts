import { type Recorded, WorkingCalendar, type WorkingDays } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';

const calendars: Table = {
  name: 'lookup_calendar',
  columns: { year: 'text', revision: 'integer', holidays: 'jsonb', workdays: 'jsonb' },
  replaces: { key: ['year'], newer: 'revision' },
};

/** Keeps the calendar of working days of each year, as published last. */
export const keepCalendars = (sql: Sql, published: readonly Recorded<'WorkingDaysPublished'>[]): Promise<void> =>
  insertInto(
    sql,
    calendars,
    published.map(({ data: { year, holidays, workdays }, revision }) => ({ year, revision, holidays, workdays })),
  );

/** The working days of every year that has arrived. */
export async function workingCalendar(database: Pool): Promise<WorkingCalendar> {
  const { rows } = await database.query<WorkingDays>('SELECT year, holidays, workdays FROM lookup_calendar');
  return new WorkingCalendar(rows);
}

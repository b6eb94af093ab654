import { type Recorded, WorkingCalendar, type WorkingDays } from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';

const calendars: Table = {
  name: 'lookup_calendar',
  columns: { year: 'text', revision: 'integer', holidays: 'jsonb', workdays: 'jsonb' },
  replaces: { key: ['year'], newer: 'revision' },
};

/** Keeps the calendar of working days of each year, as published last. */
const keepCalendars = (sql: Sql, published: readonly Recorded<'WorkingDaysPublished'>[]): Promise<void> =>
  insertInto(
    sql,
    calendars,
    published.map(({ data: { year, holidays, workdays }, revision }) => ({ year, revision, holidays, workdays })),
  );

/** The handler of a look-up that keeps the calendars of working days (工作日历), of each year as published last. */
export const calendarHandlers = { WorkingDaysPublished: keepCalendars } as const;

/** The working days of every year that has arrived. Source: domain.md, section 2. */
export async function workingCalendar(database: Sql): Promise<WorkingCalendar> {
  const { rows } = await database.query<WorkingDays>('SELECT year, holidays, workdays FROM lookup_calendar');
  return new WorkingCalendar(rows);
}

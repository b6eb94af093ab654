import { addMonths, addYears, type Day, lastDayOf } from '@zhibu/kernel';

/** The year of the last period in the files of the demonstration. */
export const WRITTEN_PERIOD = 2022;

/** A period so long ago that its round is closed, its problems are found, and half of their year is over. */
const MONTHS_SINCE = 10;

/** The latest year that ended ten months ago or more. */
export function lastPeriod(today: Day): string {
  const year = Number(today.slice(0, 4)) - 1;
  return String(addMonths(lastDayOf(String(year)), MONTHS_SINCE) <= today ? year : year - 1);
}

const A_DAY = /(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])/g;
/** Years that stand alone: 〔2022〕 and （2022， of a document, :2021: of a prior grade, ZHDJ-2022- of an activity. */
const A_YEAR = /(?<=[〔（:]|ZHDJ-)\d{4}(?=[〕，:-])/g;
const YEAR_OF_A_FILE = /(?<=-)\d{4}(?=\.(?:csv|json)$)/;

/** A text of the demonstration with every day and year in it moved; 29 February becomes 28 where there is none. */
export const movedText = (text: string, years: number): string =>
  text.replace(A_DAY, (day) => addYears(day, years)).replace(A_YEAR, (year) => String(Number(year) + years));

/** The name of a file with the year in it moved. */
export const movedName = (name: string, years: number): string =>
  name.replace(YEAR_OF_A_FILE, (year) => String(Number(year) + years));

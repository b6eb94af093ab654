import { refusing, type Term } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';

const { refusal } = refusing();

/**
 * The day that a term in working days comes to. Source: domain.md, section 2.
 * @param field of the command, the day that the term runs from
 * @throws Refusal WORKING_DAYS_UNKNOWN naming the year that has no calendar
 */
export function dayOfTerm(term: Term, field: string): Day {
  if ('day' in term) return term.day;
  throw refusal('WORKING_DAYS_UNKNOWN', { field, year: term.missingYear });
}

import { refusal, schemeGradeWords } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import { clocks, type Moment } from '../moment.ts';

/** The nearest edition first: those in force on the day from the latest on, then those still to come. */
const nearestTo = (day: string): string =>
  `g.effective_from <= ${day} DESC, abs(g.effective_from - ${day}), g.edition_id`;

/** A grade as its edition has it: its word, and whether it is leading, ordinary or lagging. */
export interface SchemeGrade {
  readonly label: string;
  readonly standing: string;
}

/**
 * The grades of a scheme with their words and standings, in the order of the edition in force on the day; grades that only other
 * editions of the scheme have come after, so that a grade given long ago still has its word. One statement.
 */
export async function gradesOf(
  model: ReadModel,
  scheme: string,
  moment: Moment,
): Promise<ReadonlyMap<string, SchemeGrade>> {
  const found = await model.sql.query<SchemeGrade & { readonly grade: string }>({
    name: 'grades-of-scheme',
    values: [...clocks(moment), scheme],
    text: `SELECT g.grade, g.label, g.standing FROM edition_grade g WHERE g.scheme = $3 AND g.recorded_at <= $2::timestamptz ORDER BY ${nearestTo('$1::date')}, g.ordinal`,
  });
  const grades = new Map<string, SchemeGrade>();
  for (const { grade, label, standing } of found.rows) {
    if (!grades.has(grade)) grades.set(grade, { label, standing });
  }
  // While no edition of a scheme is published, grades from before the platform have the policy's own words.
  if (grades.size > 0) return grades;
  const own = Object.entries(schemeGradeWords[scheme] ?? {});
  return new Map(own.map(([grade, { zh }]) => [grade, { label: zh, standing: 'ordinary' }]));
}

/** The same of a scheme that somebody knows. @throws Refusal SCHEME_UNKNOWN */
export async function knownGradesOf(
  model: ReadModel,
  scheme: string,
  moment: Moment,
): Promise<ReadonlyMap<string, SchemeGrade>> {
  const known = await gradesOf(model, scheme, moment);
  if (known.size === 0) throw refusal('SCHEME_UNKNOWN', { field: 'scheme', scheme });
  return known;
}

/** @throws Refusal SCHEME_UNKNOWN, GRADE_UNKNOWN where neither an edition known at the moment nor the policy has what is asked for */
export async function refuseUnknownGrade(
  model: ReadModel,
  { scheme, grade }: { readonly scheme?: string | undefined; readonly grade?: string | undefined },
  moment: Moment,
): Promise<void> {
  if (scheme === undefined) return;
  const known = await knownGradesOf(model, scheme, moment);
  if (grade !== undefined && !known.has(grade))
    throw refusal('GRADE_UNKNOWN', { field: 'grade', grade, known: [...known.keys()] });
}

/** What the nearest edition of a scheme has for a grade that was decided without one, as an expression; null: none has it. */
export function ofNearestEdition(column: 'label' | 'focus' | 'standing', rating: string, day: string): string {
  return `(SELECT g.${column} FROM edition_grade g WHERE g.scheme = ${rating}.scheme AND g.grade = ${rating}.grade
    AND g.recorded_at <= $2::timestamptz ORDER BY ${nearestTo(day)} LIMIT 1)`;
}

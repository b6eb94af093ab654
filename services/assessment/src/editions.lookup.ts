import { type EditionContent, editionTerms, type Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { type Day, periodOf } from '@zhibu/kernel';
import type { PublishedEdition } from './edition/edition.state.ts';

const editions: Table = {
  name: 'lookup_edition',
  columns: {
    edition_id: 'text',
    scheme: 'text',
    sector: 'text',
    subjects: 'jsonb',
    effective_from: 'date',
    grades: 'jsonb',
    standings: 'jsonb',
    focus: 'jsonb',
  },
};
const retirements: Table = { name: 'lookup_edition_retirement', columns: { edition_id: 'text', retired_on: 'date' } };

const keepEditions = (sql: Sql, published: readonly Recorded<'EditionPublished'>[]): Promise<void> =>
  insertInto(
    sql,
    editions,
    published.map(({ data: { editionId, content } }) => ({
      edition_id: editionId,
      scheme: content.scheme,
      sector: content.sector,
      subjects: editionTerms(content).subjects,
      effective_from: content.effectiveFrom,
      grades: content.grades.map(({ code }) => code),
      standings: Object.fromEntries(content.grades.map(({ code, standing }) => [code, standing])),
      focus: content.grades.flatMap(({ code, focus }) => (focus ? [code] : [])),
    })),
  );

const keepRetirements = (sql: Sql, retired: readonly Recorded<'EditionRetired'>[]): Promise<void> =>
  insertInto(
    sql,
    retirements,
    retired.map(({ data }) => ({ edition_id: data.editionId, retired_on: data.effectiveOn })),
  );

/** The handlers of the part of a look-up that keeps published editions. */
export const editionHandlers = { EditionPublished: keepEditions, EditionRetired: keepRetirements } as const;

// Editions of the same scheme and sector that grade a kind of organization in common; $1 to $4 are those of `placeOf`.
const BESIDE = `SELECT edition.edition_id AS id FROM lookup_edition edition
  LEFT JOIN lookup_edition_retirement retirement USING (edition_id)
  WHERE edition.edition_id <> $1 AND edition.scheme = $2 AND edition.sector = $3 AND edition.subjects ?| $4`;

const placeOf = (editionId: string, content: EditionContent) =>
  [editionId, content.scheme, content.sector, editionTerms(content).subjects] as const;

/** The other editions for the same organizations under which one is graded in the period of the effective date. */
export function otherEditionsGraded(
  database: Pool,
  editionId: string,
  content: EditionContent,
): Promise<readonly string[]> {
  return idsOf(
    database,
    `${BESIDE} AND EXISTS (SELECT 1 FROM lookup_decision decision WHERE decision.scheme = $2 AND decision.period = $5
      AND decision.edition_id = edition.edition_id) ORDER BY id`,
    [...placeOf(editionId, content), periodOf(content.effectiveFrom)],
  );
}

/** The other editions for the same organizations that take effect on the same day, and were not retired before it ended. */
export function editionsBeside(database: Pool, editionId: string, content: EditionContent): Promise<readonly string[]> {
  return idsOf(
    database,
    `${BESIDE} AND edition.effective_from = $5
      AND (retirement.retired_on IS NULL OR retirement.retired_on > edition.effective_from) ORDER BY id`,
    [...placeOf(editionId, content), content.effectiveFrom],
  );
}

/** The later editions for the same organizations that are in force on a day. */
export function laterEditions(
  database: Pool,
  { editionId, content }: PublishedEdition,
  day: Day,
): Promise<readonly string[]> {
  return idsOf(
    database,
    `${BESIDE} AND edition.effective_from > $5 AND edition.effective_from <= $6
      AND (retirement.retired_on IS NULL OR retirement.retired_on > $6) ORDER BY id`,
    [...placeOf(editionId, content), content.effectiveFrom, day],
  );
}

/** The codes of the grades that the published editions of a scheme have; none: no edition of it is published. */
export function gradesOfScheme(database: Pool, scheme: string): Promise<readonly string[]> {
  return idsOf(
    database,
    'SELECT DISTINCT jsonb_array_elements_text(grades) AS id FROM lookup_edition WHERE scheme = $1 ORDER BY id',
    [scheme],
  );
}

async function idsOf(database: Pool, text: string, values: readonly unknown[]): Promise<readonly string[]> {
  const { rows } = await database.query<{ id: string }>(text, [...values]);
  return rows.map(({ id }) => id);
}

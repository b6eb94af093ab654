import type { EditionContent, Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import { type Day, dayOf } from '@zhibu/kernel';
import type { Lost } from './naming.rules.ts';

const computed: Table = {
  name: 'lookup_computed',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    revision: 'integer',
    position: 'bigint',
    round_id: 'text',
    edition_id: 'text',
    recorded_on: 'date',
    reassessed: 'boolean',
    lost: 'jsonb',
  },
};
const vetoes: Table = {
  name: 'lookup_veto',
  columns: { branch_id: 'text', scheme: 'text', period: 'text', veto: 'text', revision: 'integer' },
};
const editions: Table = {
  name: 'lookup_edition',
  columns: { edition_id: 'text', scheme: 'text', sector: 'text', effective_from: 'date', content: 'jsonb' },
};
const retired: Table = { name: 'lookup_retired_edition', columns: { edition_id: 'text', retired_on: 'date' } };

/** Keeps what each computed grade lost, and where it stands in the log. */
export const keepComputed = (
  sql: Sql,
  grades: readonly Recorded<'BranchGraded' | 'GradeRevised' | 'GradeReassessed'>[],
): Promise<void> =>
  insertInto(
    sql,
    computed,
    grades.map(({ type, data, revision, position, recordedAt }) => ({
      branch_id: data.branchId,
      scheme: data.scheme,
      period: data.period,
      revision,
      position,
      round_id: data.roundId,
      edition_id: data.editionId,
      recorded_on: dayOf(recordedAt),
      reassessed: type === 'GradeReassessed',
      lost: { findings: data.findings, gates: data.gates },
    })),
  );

/** Keeps vetoes and editions. */
export const lossesKept: Handlers = {
  VetoRecorded: (sql, recorded) =>
    insertInto(
      sql,
      vetoes,
      recorded.map(({ data: { branchId, scheme, period, veto }, revision }) => ({
        branch_id: branchId,
        scheme,
        period,
        veto,
        revision,
      })),
    ),
  EditionPublished: (sql, published) =>
    insertInto(
      sql,
      editions,
      published.map(({ data: { editionId, content } }) => ({
        edition_id: editionId,
        scheme: content.scheme,
        sector: content.sector,
        effective_from: content.effectiveFrom,
        content,
      })),
    ),
  EditionRetired: (sql, ended) =>
    insertInto(
      sql,
      retired,
      ended.map(({ data: { editionId, effectiveOn } }) => ({ edition_id: editionId, retired_on: effectiveOn })),
    ),
};

/** A computed grade that counts, and on which day its problems were found. */
export interface Counted {
  readonly branchId: string;
  readonly scheme: string;
  readonly period: string;
  readonly revision: number;
  /** By the closing of its round; otherwise it came after. */
  readonly isConfirmed: boolean;
  /** A grade of its own after the closing, whose losses are found anew. */
  readonly reassessed: boolean;
  readonly roundId: string;
  readonly foundOn: Day;
  readonly editionId: string;
  readonly lost: Lost;
}

/** Whose computed grades are asked for. */
export interface CountedAsked {
  readonly rounds: readonly string[];
  readonly editions: readonly string[];
  readonly branches: readonly string[];
}

/**
 * Of each grading whose round is closed, and whose edition is known, the grade that the closing confirmed and those that
 * revised it since; earlier ones first, so that of two that name the same problem the first has named it.
 */
export async function countedGrades(
  database: Pool,
  { rounds, editions: ids, branches }: CountedAsked,
): Promise<readonly Counted[]> {
  const { rows } = await database.query<Counted>({
    name: 'counted-grades',
    text: `SELECT c.branch_id AS "branchId", c.scheme, c.period, c.revision, c.reassessed, c.position < r.position AS "isConfirmed",
        c.round_id AS "roundId", c.edition_id AS "editionId", c.lost,
        CASE WHEN c.position < r.position THEN r.closed_on ELSE c.recorded_on END AS "foundOn"
      FROM lookup_computed c JOIN lookup_closed_round r USING (round_id)
      WHERE (c.round_id = ANY($1) OR c.edition_id = ANY($2) OR c.branch_id = ANY($3))
        AND EXISTS (SELECT FROM lookup_edition e WHERE e.edition_id = c.edition_id)
        AND NOT EXISTS (
          SELECT FROM lookup_computed later WHERE later.branch_id = c.branch_id AND later.scheme = c.scheme
            AND later.period = c.period AND later.revision > c.revision AND later.position < r.position)
      ORDER BY c.branch_id, c.scheme, c.period, c.revision`,
    values: [rounds, ids, branches],
  });
  return rows;
}

/** The contents of published editions, by id. */
export async function editionContents(
  database: Pool,
  editionIds: readonly string[],
): Promise<ReadonlyMap<string, EditionContent>> {
  const { rows } = await database.query<{ id: string; content: EditionContent }>({
    name: 'edition-contents',
    text: 'SELECT edition_id AS id, content FROM lookup_edition WHERE edition_id = ANY($1)',
    values: [editionIds],
  });
  return new Map(rows.map(({ id, content }) => [id, content]));
}

/** The editions that are in force on a day for a sector, the latest of each scheme; without a sector those of any. */
export async function editionsInForce(
  database: Pool,
  sector: string | null,
  day: Day,
): Promise<readonly EditionContent[]> {
  const { rows } = await database.query<{ content: EditionContent }>({
    name: 'editions-in-force',
    text: `SELECT DISTINCT ON (scheme, sector) content FROM lookup_edition LEFT JOIN lookup_retired_edition USING (edition_id)
      WHERE ($1::text IS NULL OR sector = $1) AND effective_from <= $2::date AND (retired_on IS NULL OR retired_on > $2::date)
      ORDER BY scheme, sector, effective_from DESC, edition_id`,
    values: [sector, day],
  });
  return rows.map(({ content }) => content);
}

/** A veto of a grading, by `<branch>:<scheme>:<period>:<veto>`, and where in its stream it was recorded. */
export interface RecordedVeto {
  readonly key: string;
  readonly revision: number;
}

/** Every veto that was recorded of these branches. */
export async function recordedVetoes(database: Pool, branchIds: readonly string[]): Promise<readonly RecordedVeto[]> {
  const { rows } = await database.query<RecordedVeto>(
    `SELECT branch_id || ':' || scheme || ':' || period || ':' || veto AS key, revision FROM lookup_veto
     WHERE branch_id = ANY($1) ORDER BY revision`,
    [branchIds],
  );
  return rows;
}

/** The edition of each grading that was opened, by `<branch>:<scheme>:<period>`. */
export async function editionsOfGradings(
  database: Pool,
  branchIds: readonly string[],
): Promise<ReadonlyMap<string, EditionContent>> {
  const { rows } = await database.query<{ key: string; content: EditionContent }>(
    `SELECT branch_id || ':' || g.scheme || ':' || period AS key, content FROM lookup_grading g JOIN lookup_edition USING (edition_id)
     WHERE branch_id = ANY($1)`,
    [branchIds],
  );
  return new Map(rows.map(({ key, content }) => [key, content]));
}

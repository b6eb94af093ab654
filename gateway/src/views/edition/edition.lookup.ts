import { type EditionContent, editionContent } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';

/** An edition as it stands, with its content as drafted last, or as published. */
export interface EditionRow {
  readonly id: string;
  readonly status: string;
  readonly contentHash: string | null;
  readonly retiredOn: Day | null;
  readonly content: EditionContent;
}

interface StateRow {
  readonly status: string;
  readonly contentHash: string | null;
  readonly retiredOn: Day | null;
  readonly content: unknown;
}

/** Undefined when none of that id was drafted. What retiring does not say again still holds. One statement. */
export async function editionById({ sql }: ReadModel, id: string): Promise<EditionRow | undefined> {
  const { rows } = await sql.query<StateRow>({
    name: 'edition-states',
    text: `SELECT status, content_hash AS "contentHash", retired_on AS "retiredOn", content
      FROM edition_state WHERE edition_id = $1 ORDER BY revision DESC`,
    values: [id],
  });
  const [latest] = rows;
  const content = rows.find((row) => row.content !== null)?.content;
  if (!latest || content === undefined) return undefined;
  const { status, retiredOn } = latest;
  const contentHash = rows.find((row) => row.contentHash !== null)?.contentHash ?? null;
  return { id, status, retiredOn, contentHash, content: editionContent.parse(content) };
}

/** What editions are called, by id; those that were never drafted are missing. One statement. */
export async function editionTitles({ sql }: ReadModel, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ readonly id: string; readonly title: string }>({
    name: 'edition-titles',
    text: `SELECT DISTINCT ON (edition_id) edition_id AS id, content ->> 'title' AS title
      FROM edition_state WHERE edition_id = ANY ($1) AND content IS NOT NULL ORDER BY edition_id, revision DESC`,
    values: [ids],
  });
  return new Map(rows.map(({ id, title }) => [id, title]));
}

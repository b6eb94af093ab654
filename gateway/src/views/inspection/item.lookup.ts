import { type EditionContent, editionContent } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { clocks, type Moment } from '../moment.ts';

/** Which editions are asked for: those of a sector, or of any, that are in force on a day. */
interface EditionsAsked {
  readonly sector: string | null;
  readonly day: Day;
}

interface PublishedRow {
  readonly content: unknown;
  readonly retiredOn: Day | null;
}

interface Published {
  readonly content: EditionContent;
  readonly retiredOn: Day | null;
}

/**
 * The editions that are in force on a day for a sector, the latest of each scheme, as known at the moment; without a sector
 * those of any. In order of schemes, then of sectors. One statement.
 */
async function editionsInForce(
  { sql }: ReadModel,
  asked: readonly EditionsAsked[],
  moment: Moment,
): Promise<readonly (readonly EditionContent[])[]> {
  const [, known] = clocks(moment);
  const { rows } = await sql.query<PublishedRow>({
    name: 'editions-in-force',
    text: `SELECT p.content, (SELECT min(r.retired_on) FROM edition_state r WHERE r.edition_id = p.edition_id
        AND r.status = 'retired' AND r.recorded_at <= $1::timestamptz) AS "retiredOn"
      FROM edition_state p WHERE p.status = 'published' AND p.recorded_at <= $1::timestamptz
      ORDER BY p.content ->> 'effectiveFrom' DESC, p.edition_id`,
    values: [known],
  });
  const published = rows.map(({ content, retiredOn }) => ({ content: editionContent.parse(content), retiredOn }));
  return asked.map((one) => inForce(published, one));
}

/** Of those in order of their first days, the latest first. */
function inForce(published: readonly Published[], { sector, day }: EditionsAsked): readonly EditionContent[] {
  const latest = new Map<string, EditionContent>();
  for (const { content, retiredOn } of published) {
    const isOver = retiredOn !== null && retiredOn <= day;
    const isOf = sector === null || content.sector === sector;
    const key = `${content.scheme} ${content.sector}`;
    if (!isOver && isOf && content.effectiveFrom <= day && !latest.has(key)) latest.set(key, content);
  }
  return [...latest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, content]) => content);
}

export const editionsLoader = loaderOf(editionsInForce);

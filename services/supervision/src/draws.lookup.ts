import type { DrawEvent, Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';

const draws: Table = {
  name: 'lookup_draw',
  columns: { draw_id: 'text', is_open: 'boolean', revision: 'integer' },
  replaces: { key: ['draw_id'], newer: 'revision' },
};
const announcements: Table = {
  name: 'lookup_draw_announced',
  columns: { draw_id: 'text', commit_by: 'date', bodies: 'integer' },
};
const deadlines: Table = { name: 'lookup_draw_deadline', columns: { draw_id: 'text', reveal_by: 'timestamptz' } };
const bodiesIn: Table = { name: 'lookup_draw_body_in', columns: { draw_id: 'text', body_id: 'text' } };

const ENDS: readonly DrawEvent['type'][] = ['DrawCompleted', 'DrawnSubstituted', 'DrawLapsed', 'DrawVoided'];

const keep = (sql: Sql, steps: readonly Recorded<DrawEvent['type']>[]): Promise<void> =>
  insertInto(
    sql,
    draws,
    steps.map(({ type, data, revision }) => ({ draw_id: data.drawId, is_open: !ENDS.includes(type), revision })),
  );

async function keepAnnouncements(sql: Sql, steps: readonly Recorded<'DrawAnnounced'>[]): Promise<void> {
  await keep(sql, steps);
  await insertInto(
    sql,
    announcements,
    steps.map(({ data: { drawId, commitBy, bodies } }) => ({
      draw_id: drawId,
      commit_by: commitBy,
      bodies: bodies.length,
    })),
  );
}

async function keepDeadlines(sql: Sql, steps: readonly Recorded<'SeedCommitted'>[]): Promise<void> {
  await keep(sql, steps);
  await insertInto(
    sql,
    deadlines,
    steps.flatMap(({ data: { drawId, revealBy } }) =>
      revealBy === undefined ? [] : [{ draw_id: drawId, reveal_by: revealBy }],
    ),
  );
}

async function keepBodiesIn(sql: Sql, steps: readonly Recorded<'SeedRevealed' | 'RevealMissed'>[]): Promise<void> {
  await keep(sql, steps);
  await insertInto(
    sql,
    bodiesIn,
    steps.map(({ data: { drawId, bodyId } }) => ({ draw_id: drawId, body_id: bodyId })),
  );
}

const ofDraws: Required<Pick<Handlers, DrawEvent['type']>> = {
  DrawAnnounced: keepAnnouncements,
  SeedCommitted: keepDeadlines,
  SeedRevealed: keepBodiesIn,
  RevealMissed: keepBodiesIn,
  DrawCompleted: keep,
  DrawnSubstituted: keep,
  DrawLapsed: keep,
  VoidingAgreed: keep,
  DrawVoided: keep,
};

/** Keeps which of this service's draws go on, and the day or instant that each waits for. */
export const drawsLookup = lookup('supervision-draws', { service: 'supervision' }, ofDraws);

/**
 * The draws of which something is due, those first that wait for it longest: a commitment is missing after its last day, the
 * time to reveal is over, or all are in. What waits for a body is not among them, however much of it there is.
 * @param moment `now`: RFC 3339; `today` is its day
 */
export async function dueDraws(
  database: Pool,
  { today, now }: { readonly today: Day; readonly now: string },
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await database.query<{ drawId: string }>(
    `SELECT draw_id AS "drawId" FROM lookup_draw JOIN lookup_draw_announced a USING (draw_id)
       LEFT JOIN lookup_draw_deadline d USING (draw_id)
     WHERE is_open AND CASE
       WHEN d.reveal_by IS NULL THEN a.commit_by < $1::date
       ELSE d.reveal_by <= $2::timestamptz
         OR (SELECT count(*) FROM lookup_draw_body_in b WHERE b.draw_id = a.draw_id) = a.bodies END
     ORDER BY coalesce(d.reveal_by, a.commit_by::timestamptz), draw_id LIMIT $3`,
    [today, now, limit],
  );
  return rows.map(({ drawId }) => drawId);
}

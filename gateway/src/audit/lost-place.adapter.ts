import { isOneOf, organizationEvents, organizationStream } from '@zhibu/contracts';
import type { Day, RecordedEvent } from '@zhibu/kernel';
import { sourceStream } from '../views/replay/grading-stream.adapter.ts';
import type { ReplaySources } from '../views/replay/replay.lookup.ts';

const { OrganizationRegistered, OrganizationMoved } = organizationEvents;
const isPlaced = isOneOf(OrganizationRegistered, OrganizationMoved);

/** Trees are not that deep; a circle, which only damage could make, ends. */
const DEEPEST = 16;

/**
 * Whom an organization that the read model lost stands under on a day, as its owning service recorded it: the nearest first,
 * up to the first one that the read model knows. @throws Refusal SERVICE_UNAVAILABLE
 */
export async function aboveLost(
  { client, model }: Pick<ReplaySources, 'client' | 'model'>,
  lostId: string,
  day: Day,
): Promise<readonly string[]> {
  const above: string[] = [];
  for (let id: string | undefined = lostId; id !== undefined && above.length < DEEPEST;) {
    const { events } = await sourceStream(client, 'organization', organizationStream(id));
    id = parentIn(events, day);
    if (id === undefined) return above;
    above.push(id);
    const known = await model.sql.query('SELECT FROM organization WHERE id = $1 LIMIT 1', [id]);
    if (known.rowCount !== 0) return above;
  }
  return above;
}

/** Under whom events place an organization on a day: as registered last, or moved since. */
function parentIn(events: readonly RecordedEvent[], day: Day): string | undefined {
  const placed = events.filter(isPlaced);
  const since = placed.slice(placed.findLastIndex(({ type }) => type === OrganizationRegistered.type));
  const [registered, ...moves] = since;
  const held = moves.filter(({ data }) => data.effectiveOn <= day);
  const last = held.reduce(
    (best, move) => (best && best.data.effectiveOn > move.data.effectiveOn ? best : move),
    registered,
  );
  return last?.data.parentId;
}

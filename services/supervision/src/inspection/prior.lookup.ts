import type { CommandNamed, InspectionScope } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Day, Sent } from '@zhibu/kernel';
import { placeOf, registrationsReadTo } from '@zhibu/register';
import { Patience, type ServiceContext } from '@zhibu/service-kit';
import { beginningOf } from '../inspecting-bodies.lookup.ts';
import { inspectionsLookup } from '../inspections.lookup.ts';
import type { PriorFacts } from './prior.decider.ts';

type RecordPrior = Pick<CommandNamed<'RecordPriorInspection'>, 'data'> & Sent;

/** Where the organization stood on the day of the visit, who may tell of it, and what its body has inspected here. */
export function priorIn({ database, today, caughtUp }: ServiceContext) {
  const patience = new Patience();
  const registered = (id: string) =>
    patience.wait({ look: () => placeOf(database, id, today()), readTo: () => registrationsReadTo(database) });

  return async ({ data, actor }: RecordPrior): Promise<Omit<PriorFacts, keyof Sent>> => {
    const { organizationId, visitedOn } = data;
    const isRegistered = (await registered(organizationId)) !== null;
    const bodyId = data.bodyId ?? actor.organizationId;
    const place = isRegistered ? await placeOf(database, organizationId, visitedOn) : null;
    if (bodyId === undefined) return { place, bodyAndAbove: [], beganOn: null, recordedAs: null };
    await caughtUp(inspectionsLookup);
    return {
      place,
      bodyAndAbove: await bodyAndAbove(database, bodyId, today()),
      beganOn: await beginningOf(database, bodyId),
      recordedAs: await priorRecordedAs(database, { ...data, bodyId }),
    };
  };
}

/** A body and what stands above it on a day; of none that is registered nothing. */
export async function bodyAndAbove(sql: Sql, bodyId: string, day: Day): Promise<readonly string[]> {
  const body = await placeOf(sql, bodyId, day);
  return body ? [body, ...body.ancestors].map(({ id }) => id) : [];
}

/** A visit by what it was, whatever id it has. */
interface VisitMade {
  readonly inspectionId: string;
  readonly organizationId: string;
  readonly bodyId: string;
  readonly scope: InspectionScope;
  readonly visitedOn: Day;
}

/** Under which other id a visit is recorded from before the platform; null: under none. */
async function priorRecordedAs(sql: Sql, visit: VisitMade): Promise<string | null> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT inspection_id AS id FROM lookup_inspection WHERE organization_id = $1 AND visit_on = $2::date
       AND body_id = $3 AND scope = $4 AND status = 'prior' AND inspection_id <> $5 LIMIT 1`,
    [visit.organizationId, visit.visitedOn, visit.bodyId, visit.scope, visit.inspectionId],
  );
  return rows[0]?.id ?? null;
}

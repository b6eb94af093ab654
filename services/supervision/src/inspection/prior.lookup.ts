import type { CommandNamed } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import { type Day, periodOf, type Sent } from '@zhibu/kernel';
import { placeOf, registrationsReadTo } from '@zhibu/register';
import { Patience, type ServiceContext } from '@zhibu/service-kit';
import { beginningOf } from '../inspecting-bodies.lookup.ts';
import { inspectionsLookup } from '../inspections.lookup.ts';
import type { InspectionState } from './inspection.state.ts';
import { type PriorFacts, recordPriorInspection } from './prior.decider.ts';
import { claimPrior } from './visit.lookup.ts';

type RecordPrior = Pick<CommandNamed<'RecordPriorInspection'>, 'data'> & Sent;

/** Where the organization stood on the day of the visit, who may tell of it, and what its body has inspected here. */
export function priorIn({ database, today, caughtUp }: ServiceContext) {
  const patience = new Patience();
  const registered = (id: string) =>
    patience.wait({ look: () => placeOf(database, id, today()), readTo: () => registrationsReadTo(database) });

  return async ({ data, actor }: RecordPrior, state: InspectionState): Promise<Omit<PriorFacts, keyof Sent>> => {
    const { organizationId, visitedOn } = data;
    const isRegistered = (await registered(organizationId)) !== null;
    const bodyId = data.bodyId ?? actor.organizationId;
    const place = isRegistered ? await placeOf(database, organizationId, visitedOn) : null;
    if (bodyId === undefined) return { place, bodyAndAbove: [], beganOn: null, recordedAs: null };
    await caughtUp(inspectionsLookup);
    const found = {
      place,
      bodyAndAbove: await bodyAndAbove(database, bodyId, today()),
      beganOn: await beginningOf(database, bodyId),
      recordedAs: null,
    };
    if (state.status !== 'none') return found;
    // Nothing is claimed for what is refused for another reason.
    recordPriorInspection(data, state, { ...found, actor, today: today() });
    const visit = { ...data, bodyId, year: periodOf(visitedOn) };
    return { ...found, recordedAs: await claimPrior(database, visit) };
  };
}

/** A body and what stands above it on a day; of none that is registered nothing. */
export async function bodyAndAbove(sql: Sql, bodyId: string, day: Day): Promise<readonly string[]> {
  const body = await placeOf(sql, bodyId, day);
  return body ? [body, ...body.ancestors].map(({ id }) => id) : [];
}

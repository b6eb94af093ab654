import { budgetedScope, type CommandNamed, drawStream, type InspectionCommand, planStream } from '@zhibu/contracts';
import { type Aggregate, folded } from '@zhibu/event-store';
import { periodOf, type Sent } from '@zhibu/kernel';
import { dissolvedOn, dutiesHeld, placeOf, registrationsReadTo, unitOf, workingCalendar } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import { drawDecider } from '../draw/draw.decider.ts';
import { gradingHands } from '../grading-hands.lookup.ts';
import { inspectionsLookup } from '../inspections.lookup.ts';
import { planDecider } from '../plan/plan.decider.ts';
import { itemOf } from '../plan/plan.rules.ts';
import type { InspectionDecision } from './inspection.decider.ts';
import { organizationIn } from './inspection.rules.ts';
import { noInspection } from './inspection.state.ts';
import { bodyAndAbove, priorIn } from './prior.lookup.ts';
import { scheduleInspection, type SchedulingFacts } from './scheduling.decider.ts';
import { claimVisit } from './visit.lookup.ts';

type Schedule = CommandNamed<'ScheduleInspection'>;
type Found = Omit<SchedulingFacts, keyof Sent | 'visits'>;

/** An inspection rests on the register, the duties and gradings of its team, the visits of its year, and the calendar. */
export function inspectionFacts(context: ServiceContext): Aggregate<InspectionDecision>['facts'] {
  const { database, today } = context;
  const scheduling = schedulingIn(context);
  const calendar = async () => ({ calendar: await workingCalendar(database) });
  return lookingUp<InspectionDecision>(today, {
    ScheduleInspection: async ({ data, actor }, state) => {
      const found = await scheduling({ data, actor });
      if (state.status !== 'none') return { ...found, visits: [] };
      return { ...found, visits: await visitsFor(context, data, { ...found, actor, today: today() }) };
    },
    RecordPriorInspection: priorIn(context),
    ConcludeInspection: calendar,
    IssueNotice: calendar,
    CancelInspection: async (_command, state) => {
      const id = organizationIn(state);
      const day = id === undefined ? null : await dissolvedOn(database, id);
      return {
        dissolvedOn: day !== null && day <= today() ? day : null,
        bodyAndAbove: 'prior' in state ? await bodyAndAbove(database, state.prior.bodyId, today()) : [],
      };
    },
  });
}

/** The other visits of the year. Nothing is claimed for a schedule that is refused for another reason, or needs no budget. */
async function visitsFor(
  { database, caughtUp }: ServiceContext,
  data: Schedule['data'],
  found: Found & Sent,
): Promise<SchedulingFacts['visits']> {
  if (budgetedScope(data) === undefined || data.basis !== undefined) return [];
  scheduleInspection(data, noInspection, { ...found, visits: [] });
  await caughtUp(inspectionsLookup);
  return claimVisit(database, { ...data, year: periodOf(data.visitOn) });
}

/** Of an organization that is not registered nothing else is found. */
const NOTHING = { ofTheUnit: [], raters: [], confirmers: [], isDrawn: false, drawUnder: null, planned: null };

function schedulingIn({ database, store, today }: ServiceContext) {
  const patience = new Patience();
  const ofTheUnit = async (team: readonly string[], rootId: string): Promise<readonly string[]> => {
    const held = await Promise.all(
      team.map(async (person) => ({ person, at: await dutiesHeld(database, person, today()) })),
    );
    return held.flatMap(({ person, at }) =>
      at.some(({ organizationId, above }) => organizationId === rootId || above.includes(rootId)) ? [person] : [],
    );
  };
  const grounds = groundsIn(store);

  return async ({ data, actor }: Pick<InspectionCommand & Sent, 'actor'> & Pick<Schedule, 'data'>): Promise<Found> => {
    const { organizationId: id, team, visitOn } = data;
    const place = await patience.wait({
      look: () => placeOf(database, id, today()),
      readTo: () => registrationsReadTo(database),
    });
    if (!place) return { place, ...NOTHING };
    const then = await placeOf(database, id, visitOn);
    return {
      place: { ...place, livesThen: then?.alive === true },
      ofTheUnit: await ofTheUnit(team, unitOf(place) ?? id),
      ...(await gradingHands(database, id, { year: periodOf(visitOn), persons: team })),
      ...(await grounds(data, actor.organizationId)),
    };
  };
}

/** What a schedule rests on beside a paper: the draw and the item of the body's plan that it names. */
function groundsIn(store: ServiceContext['store']) {
  const draws = folded(store, drawDecider);
  const plans = folded(store, planDecider);

  const drawnBy = async (
    { drawId, organizationId }: Schedule['data'],
    body: string | undefined,
  ): Promise<Pick<Found, 'isDrawn' | 'drawUnder'>> => {
    const draw = drawId === undefined ? undefined : await draws(drawStream(drawId));
    if (draw?.status !== 'completed') return { isDrawn: false, drawUnder: null };
    const isDrawn = draw.standing.has(organizationId) && draw.bodies.some(({ id }) => id === body);
    return { isDrawn, drawUnder: draw.under };
  };
  const plannedBy = async (
    { planItem, visitOn }: Schedule['data'],
    body: string | undefined,
  ): Promise<Found['planned']> => {
    if (planItem === undefined || body === undefined) return null;
    const plan = await plans(planStream(body, periodOf(visitOn)));
    return plan.status === 'none' ? null : (itemOf(plan, planItem) ?? null);
  };

  return async (data: Schedule['data'], body: string | undefined) => ({
    ...(await drawnBy(data, body)),
    planned: await plannedBy(data, body),
  });
}

import {
  BUDGET,
  budgetedScope,
  type CommandNamed,
  type InspectionEvent,
  type PlanItem,
  usedOf,
  type Visit,
} from '@zhibu/contracts';
import { addYears, contentHash, type Sent } from '@zhibu/kernel';
import type { Place } from '@zhibu/register/rules';
import { unfitField } from '../plan/plan.rules.ts';
import { INSPECTING, PLANNED_YEARS_AHEAD, refuseIf, refusal } from './inspection.rules.ts';
import type { InspectionState, Schedule } from './inspection.state.ts';

type Asked = CommandNamed<'ScheduleInspection'>['data'];

/** What a schedule rests on. */
export interface SchedulingFacts extends Sent {
  /** The organization today, and whether it lives on the day of the visit too; null: it is not registered. */
  readonly place: (Pick<Place, 'id' | 'kind' | 'ancestors' | 'alive'> & { readonly livesThen: boolean }) | null;
  /** Of the team: who holds a duty at the unit of the organization or under it. */
  readonly ofTheUnit: readonly string[];
  /** Of the team: who had a hand in a rating of the branch in the year of the visit. */
  readonly raters: readonly string[];
  /** Of the team: who had a hand in confirming a grade of the branch in that year. */
  readonly confirmers: readonly string[];
  /** Whether the organization is to be visited by the draw that is named, by one of whose bodies is asked. */
  readonly isDrawn: boolean;
  /** From whose branches that draw was; null: none is named, or it is not there. */
  readonly drawUnder: string | null;
  /** The item that is named, in the plan of the body for the year of the visit; null: it is not there. */
  readonly planned: PlanItem | null;
  /** The other visits to the organization in the year of this one, of all bodies; the cancelled ones left out. */
  readonly visits: readonly Visit[];
}

/** 安排督查: by a body at or above the organization, which is thereby the body of the inspection. */
export function scheduleInspection(data: Asked, state: InspectionState, facts: SchedulingFacts): InspectionEvent[] {
  const { today, confirmers } = facts;
  const schedule: Schedule = { ...data, bodyId: bodyActing(facts) };
  if (state.status !== 'none') {
    const isSame = 'schedule' in state && contentHash(state.schedule) === contentHash(schedule);
    refuseIf(!isSame, 'INSPECTION_KNOWN', { field: 'inspectionId' });
    return [];
  }
  refuseUnfitSubject(data, facts);
  refuseUnfitTeam(data, facts);
  refuseUnfounded(data, facts);
  refuseUnplanned(data, facts);
  refuseBeyondBudget(data, facts);
  // Three persons in one period (domain.md, section 2): a rater is refused, for section 6 keeps him off the team; of who
  // confirmed nothing forbids it, so that the event says it and a warning shows it.
  const sameHand = confirmers.length > 0 ? ({ sameHand: true } as const) : {};
  return [{ type: 'InspectionScheduled', data: { ...schedule, effectiveOn: today, ...sameHand } }];
}

/** The organization for which the sender acts. @throws Refusal ORGANIZATION_UNKNOWN, NOT_AN_INSPECTING_BODY */
function bodyActing({ place, actor }: SchedulingFacts): string {
  if (!place) throw refusal('ORGANIZATION_UNKNOWN', { field: 'organizationId' });
  const bodies = [place, ...place.ancestors].filter(({ kind, alive }) => INSPECTING.includes(kind) && alive);
  const body = bodies.find(({ id }) => id === actor.organizationId);
  if (!body) throw refusal('NOT_AN_INSPECTING_BODY', { bodies: bodies.map(({ id }) => id) });
  return body.id;
}

function refuseUnfitSubject({ visitOn }: Asked, { place, today }: SchedulingFacts): void {
  refuseIf(place?.kind === 'unit', 'NOT_A_PARTY_ORGANIZATION', { field: 'organizationId', kind: place?.kind });
  const latest = addYears(today, PLANNED_YEARS_AHEAD);
  const isOut = visitOn < today || visitOn > latest;
  refuseIf(isOut, 'VISIT_DAY_OUT_OF_BOUNDS', { field: 'visitOn', visitOn, today, latest });
  const lives = place?.alive === true && place.livesThen;
  refuseIf(!lives, 'ORGANIZATION_DISSOLVED', { field: 'organizationId' });
}

/** 督查组: of nobody of the unit, and of nobody who rated the branch (domain.md, section 6). */
function refuseUnfitTeam({ team, leaderId }: Asked, { ofTheUnit, raters }: SchedulingFacts): void {
  const isWrong = new Set(team).size < team.length || !team.includes(leaderId);
  refuseIf(isWrong, 'INSPECTION_TEAM_WRONG', { field: team.includes(leaderId) ? 'team' : 'leaderId' });
  refuseIf(ofTheUnit.length > 0, 'TEAM_OF_THE_UNIT', { field: 'team', persons: ofTheUnit });
  refuseIf(raters.length > 0, 'TEAM_RATED_THE_BRANCH', { field: 'team', persons: raters });
}

/** A plan's item, a draw or a paper stands behind it; what a reinspection looks at again is named. */
function refuseUnfounded(
  { planItem, drawId, basis, purpose, designations }: Asked,
  { isDrawn }: SchedulingFacts,
): void {
  refuseIf(!planItem && !drawId && !basis, 'INSPECTION_GROUND_MISSING', { field: 'basis' });
  refuseIf(drawId !== undefined && !isDrawn, 'NOT_DRAWN_TO_VISIT', { field: 'drawId', drawId });
  const isUnnamed = purpose === 'reinspection' && designations === undefined;
  refuseIf(isUnnamed, 'REVIEWED_DESIGNATIONS_MISSING', { field: 'designations' });
}

/** 计划事项: of the body's plan, with the scope, in a mode, in a month and at an organization that it names. */
function refuseUnplanned(
  { planItem, scope, mode, visitOn }: Asked,
  { planned, place, drawUnder }: SchedulingFacts,
): void {
  if (planItem === undefined || !place) return;
  if (!planned) throw refusal('NOT_IN_THE_PLAN', { field: 'planItem', planItem });
  const lineage = [place.id, ...place.ancestors.map(({ id }) => id)];
  const field = unfitField(planned, { scope, mode, visitOn, lineage, drawUnder });
  if (field !== undefined) throw refusal('OUTSIDE_THE_PLAN_ITEM', { field, planItem });
}

const beyond = { comprehensive: 'BUDGET_COMPREHENSIVE_USED', special: 'BUDGET_SPECIAL_USED' } as const;

/** 督查预算: beyond it only with a basis. */
function refuseBeyondBudget({ basis, ...visit }: Asked, { visits }: SchedulingFacts): void {
  const scope = budgetedScope(visit);
  if (scope === undefined || basis !== undefined) return;
  refuseIf(usedOf(visits, scope) >= BUDGET[scope], beyond[scope], { field: 'basis', budget: BUDGET[scope] });
}

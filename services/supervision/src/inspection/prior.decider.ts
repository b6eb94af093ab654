import { type CommandNamed, type InspectionEvent, isBetterThanFound, isOperator } from '@zhibu/contracts';
import { type Actor, contentHash, type Day, derivedId, type Sent } from '@zhibu/kernel';
import type { Place } from '@zhibu/register/rules';
import { INSPECTING, refusal, refuseIf } from './inspection.rules.ts';
import type { InspectionState, PriorInspection } from './inspection.state.ts';

type Prior = CommandNamed<'RecordPriorInspection'>['data'];
type Recorded = PriorInspection['prior'];

/** What an inspection from before the platform rests on. */
export interface PriorFacts extends Sent {
  /** The organization on the day of the visit; null: it is not registered. */
  readonly place: Pick<Place, 'id' | 'kind' | 'alive' | 'ancestors'> | null;
  /** The body that inspected, and what stands above it today. */
  readonly bodyAndAbove: readonly string[];
  /** Since when that body plans or schedules here, whatever was cancelled since; null: it has done neither. */
  readonly beganOn: Day | null;
  /** The same visit, recorded from before the platform under another id; null: it is not. */
  readonly recordedAs: string | null;
}

/** 以往督查: taken in from before the platform; sent again it records nothing. */
export function recordPriorInspection(data: Prior, state: InspectionState, facts: PriorFacts): InspectionEvent[] {
  const bodyId = bodyOf(data, facts);
  refuseOtherRecorder(data, bodyId, facts);
  const { visitedOn, findings = [], ...said } = data;
  const prior: Recorded = {
    ...said,
    bodyId,
    effectiveOn: visitedOn,
    findings: findings.map((one, at) => ({ findingId: derivedId('prior-finding', data.inspectionId, at), ...one })),
  };
  if (state.status !== 'none') return alreadySo(prior, state);
  refuseOutOfPlace(data, bodyId, facts);
  refuseIf(isBetterThanFound(data.outcome, findings), 'PRIOR_OUTCOME_WRONG', { field: 'outcome' });
  const { recordedAs } = facts;
  refuseIf(recordedAs !== null, 'PRIOR_INSPECTION_RECORDED', { field: 'inspectionId', inspectionId: recordedAs });
  return [{ type: 'PriorInspectionRecorded', data: prior }];
}

/** Which inspected: the one that is named, or else the one that its recorder acts for. @throws Refusal PRIOR_INSPECTION_OF_ANOTHER_BODY */
function bodyOf({ bodyId }: Pick<Prior, 'bodyId'>, { actor }: Sent): string {
  const body = bodyId ?? actor.organizationId;
  if (body === undefined) throw refusal('PRIOR_INSPECTION_OF_ANOTHER_BODY', { field: 'bodyId' });
  return body;
}

/**
 * The body itself or who stands above it; or the import and who enters it from a paper, where the paper is said to be that
 * body's. Source: domain.md, section 6 (inspection); access.md, sections 2 and 4.
 */
function refuseOtherRecorder({ bodyId: said }: Prior, bodyId: string, { actor, bodyAndAbove }: PriorFacts): void {
  if (bodyAndAbove.some((id) => id === actor.organizationId)) return;
  refuseIf(!isFromPaper(actor) || said === undefined, 'PRIOR_INSPECTION_OF_ANOTHER_BODY', { field: 'bodyId', bodyId });
}

const isFromPaper = (actor: Actor): boolean => isOperator(actor) || actor.enteredBy !== undefined;

/** Nothing, where it is recorded as it is told, from whatever source. @throws Refusal INSPECTION_KNOWN, INSPECTION_CANCELLED, PRIOR_INSPECTION_DIFFERS */
function alreadySo(told: Recorded, state: Exclude<InspectionState, { status: 'none' }>): InspectionEvent[] {
  if (!('prior' in state)) throw refusal('INSPECTION_KNOWN', { field: 'inspectionId' });
  refuseIf(state.status === 'cancelled', 'INSPECTION_CANCELLED');
  const different = differing(state.prior, told);
  const [field] = different;
  if (field === undefined) return [];
  throw refusal('PRIOR_INSPECTION_DIFFERS', { field, different, recorded: state.prior, sent: told });
}

/** The fields in which two tell one inspection otherwise, as its command calls them. */
const differing = (recorded: Recorded, told: Recorded): readonly string[] =>
  [...new Set([...Object.keys(recorded), ...Object.keys(told)])]
    .filter((field) => field !== 'source')
    .filter((field) => contentHash([Reflect.get(recorded, field)]) !== contentHash([Reflect.get(told, field)]))
    .map((field) => (field === 'effectiveOn' ? 'visitedOn' : field));

/**
 * Of a Party organization that lived that day, by a body at or above it; before the day on which that body began to plan or
 * schedule here, and before today, so that no visit goes without its team, its budget and its notice by being called prior.
 */
function refuseOutOfPlace({ visitedOn }: Prior, bodyId: string, { place, today, beganOn }: PriorFacts): void {
  if (!place) throw refusal('ORGANIZATION_UNKNOWN', { field: 'organizationId' });
  const field = 'visitedOn';
  refuseIf(place.kind === 'unit', 'NOT_A_PARTY_ORGANIZATION', { field: 'organizationId', kind: place.kind });
  refuseIf(visitedOn > today, 'EFFECTIVE_IN_FUTURE', { field, visitedOn, today });
  refuseIf(!place.alive, 'NOT_LIVING_THEN', { field, visitedOn });
  const bodies = [place, ...place.ancestors].filter(({ kind }) => INSPECTING.includes(kind)).map(({ id }) => id);
  refuseIf(!bodies.includes(bodyId), 'NOT_AN_INSPECTING_BODY', { field: 'bodyId', bodies });
  const before = beganOn !== null && beganOn < today ? beganOn : today;
  refuseIf(visitedOn >= before, 'NOT_BEFORE_FIRST_VISIT', { field, visitedOn, before });
}

type Cancel = Pick<CommandNamed<'CancelInspection'>['data'], 'because' | 'reason'>;

/** 登记有误: what was recorded in error never was, so that it is cancelled from its own day on. */
export function cancelPrior(
  { because, reason }: Cancel,
  state: PriorInspection,
  by: Pick<PriorFacts, 'actor' | 'bodyAndAbove'>,
): InspectionEvent[] {
  const { status, prior } = state;
  const { inspectionId, organizationId, bodyId, effectiveOn } = prior;
  const about = { inspectionId, organizationId, bodyId, effectiveOn };
  refuseIf(!mayCancel(state, by), 'INSPECTION_OF_ANOTHER_BODY', { bodyId });
  if (status === 'cancelled') return [];
  refuseIf(because !== 'recorded-in-error', 'INSPECTION_PRIOR', { field: 'because' });
  return [{ type: 'InspectionCancelled', data: { ...about, because, reason, team: [] } }];
}

/**
 * The body itself or who stands above it; the import, what came from a file; and who enters from a paper, what his own
 * organization entered from one. A body below takes back nothing that another has told.
 */
function mayCancel(
  { recordedBy }: PriorInspection,
  { actor, bodyAndAbove }: Pick<PriorFacts, 'actor' | 'bodyAndAbove'>,
): boolean {
  if (isOperator(actor)) return recordedBy.isFromFile;
  if (bodyAndAbove.some((id) => id === actor.organizationId)) return true;
  const { actor: recorder } = recordedBy;
  const areFromPaper = actor.enteredBy !== undefined && recorder?.enteredBy !== undefined;
  return areFromPaper && recorder.organizationId === actor.organizationId;
}

import { actDay, type CommandNamed, type DesignationEvent, type WorkingCalendar } from '@zhibu/contracts';
import { addYears, type Day, handsOf, type Sent, shareAHand } from '@zhibu/kernel';
import { dayOfTerm } from '@zhibu/register/rules';
import type { BatchState } from '../batch/batch.state.ts';
import { knownProgramme, refuseOtherThanBody } from '../programme/programme.rules.ts';
import type { ProgrammeState } from '../programme/programme.state.ts';
import { isReviewed, applicationOf } from './application.rules.ts';
import { same } from './application.decider.ts';
import { isInForce, refusal, refuseIf } from './designation.rules.ts';
import type { DesignationState, Notice } from './designation.state.ts';

export interface BodyFacts extends Sent {
  readonly programme: ProgrammeState;
}

export interface NoticeFacts extends BodyFacts {
  /** Of the year that the command names. */
  readonly batch: BatchState;
  readonly calendar: WorkingCalendar;
}

/** 公示: for as many working days as the programme asks; of whoever stands in the batch. */
export function startPublicNotice(
  data: CommandNamed<'StartPublicNotice'>['data'],
  state: DesignationState,
  { programme: found, batch, calendar, today, actor }: NoticeFacts,
): DesignationEvent[] {
  const { programme } = knownProgramme(found);
  refuseOtherThanBody(programme, actor);
  if (state.status === 'noticed') return [];
  const { subject } = applicationOf(state);
  const { from = today, year, basis } = data;
  refuseUntimely({ ...data, from }, decidedOnOf(state, batch, data), today);
  const to = dayOfTerm(calendar.endOf(from, programme.noticeWorkingDays), 'from');
  return [
    {
      type: 'PublicNoticeStarted',
      data: {
        ...subject,
        effectiveOn: from,
        year,
        from,
        to,
        workingDays: programme.noticeWorkingDays,
        ...(basis && { basis }),
      },
    },
  ];
}

type Start = CommandNamed<'StartPublicNotice'>['data'];

/**
 * When the batch was decided that names the application: once all had reviewed it. What was withdrawn or rejected since, and
 * applied for anew, is another application, of which that decision says nothing.
 * @throws Refusal NOT_IN_BATCH, BATCH_BEFORE_APPLICATION
 */
function decidedOnOf(state: DesignationState, batch: BatchState, { organizationId, year }: Start): Day {
  const isListed = batch.status === 'decided' && batch.batch.organizationIds.includes(organizationId);
  if (!isListed || !isReviewed(state)) throw refusal('NOT_IN_BATCH', { field: 'year', year });
  const { effectiveOn: decidedOn } = batch.batch;
  const { on } = applicationOf(state);
  refuseIf(decidedOn < on, 'BATCH_BEFORE_APPLICATION', { field: 'year', year, decidedOn, on });
  return decidedOn;
}

/** Not before the list was decided; a notice that began before today is taken in by the paper that was put up. */
function refuseUntimely({ from, basis }: Start & { readonly from: Day }, decidedOn: Day, today: Day): void {
  refuseIf(from > today, 'EFFECTIVE_IN_FUTURE', { field: 'from', from, today });
  refuseIf(from < decidedOn, 'ACT_TOO_EARLY', { field: 'from', from, decidedOn });
  refuseIf(from < today && !basis, 'NOTICE_DATED_BACK', { field: 'basis', from, today });
}

/** 异议: raised while the notice runs; who raised it is nowhere recorded. It stops this organization alone. */
export function raiseObjection(
  { programmeId: _programme, organizationId: _organization, ...data }: CommandNamed<'RaiseObjection'>['data'],
  state: DesignationState,
  { today, actor, programme: found }: BodyFacts,
): DesignationEvent[] {
  refuseOtherThanBody(knownProgramme(found).programme, actor);
  const { subject, notice } = noticeOf(state);
  const raisedOn = data.raisedOn ?? today;
  const known = notice.objections.get(data.objectionId);
  if (known) {
    const again = { ...data, raisedOn: data.raisedOn ?? known.said.raisedOn };
    refuseIf(!same(known.said, again), 'DESIGNATION_OBJECTION_EXISTS', { field: 'objectionId' });
    return [];
  }
  refuseIf(raisedOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'raisedOn', raisedOn, today });
  refuseIf(raisedOn < notice.from || raisedOn >= notice.to, 'DESIGNATION_OBJECTION_OUT_OF_TIME', {
    field: 'raisedOn',
    raisedOn,
  });
  return [{ type: 'ObjectionRaised', data: { ...data, ...subject, raisedOn, effectiveOn: raisedOn } }];
}

export function resolveObjection(
  { objectionId, outcome, reason }: CommandNamed<'ResolveObjection'>['data'],
  state: DesignationState,
  { today, actor, programme: found }: BodyFacts,
): DesignationEvent[] {
  refuseOtherThanBody(knownProgramme(found).programme, actor);
  const { subject, notice } = noticeOf(state);
  const known = notice.objections.get(objectionId);
  if (!known) throw refusal('DESIGNATION_OBJECTION_UNKNOWN', { field: 'objectionId' });
  if (known.outcome !== null) {
    refuseIf(known.outcome !== outcome, 'DESIGNATION_OBJECTION_RESOLVED', { field: 'outcome' });
    return [];
  }
  // 四眼: whoever took it in could settle it before anybody else has read it.
  refuseIf(shareAHand(known.takenInBy, handsOf(actor)), 'DESIGNATION_OBJECTION_OWN');
  return [{ type: 'ObjectionResolved', data: { ...subject, effectiveOn: today, objectionId, outcome, reason } }];
}

export interface DesignatingFacts extends BodyFacts {
  readonly isAlive: boolean;
}

/** 命名: when the notice is over and no objection stands; it may be announced, and holds from its day on. */
export function designateBranch(
  { basis, effectiveOn: named }: CommandNamed<'DesignateBranch'>['data'],
  state: DesignationState,
  { programme: found, today, actor, isAlive }: DesignatingFacts,
): DesignationEvent[] {
  const { programme } = knownProgramme(found);
  refuseOtherThanBody(programme, actor);
  if (isInForce(state)) return [];
  const { subject, notice } = noticeOf(state);
  refuseIf(!isAlive, 'ORGANIZATION_DISSOLVED', { field: 'organizationId' });
  refuseUnfinished(notice, today);
  const effectiveOn = actDay(named, { today, from: notice.to });
  const until = addYears(effectiveOn, programme.validityYears);
  return [{ type: 'BranchDesignated', data: { ...subject, effectiveOn, basis, year: notice.year, until } }];
}

function refuseUnfinished({ from, to, objections }: Notice, today: Day): void {
  refuseIf(today < to, 'DESIGNATION_NOTICE_NOT_OVER', { from, to });
  const open = [...objections].filter(([, { outcome }]) => outcome === null).map(([id]) => id);
  refuseIf(open.length > 0, 'DESIGNATION_OBJECTION_OPEN', { objections: open });
  const isUpheld = [...objections.values()].some(({ outcome }) => outcome === 'upheld');
  refuseIf(isUpheld, 'DESIGNATION_OBJECTION_UPHELD');
}

function noticeOf(state: DesignationState): Extract<DesignationState, { notice: Notice }> {
  if (state.status === 'noticed') return state;
  throw refusal('DESIGNATION_NOTICE_MISSING', { status: state.status });
}

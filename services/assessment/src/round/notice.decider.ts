import {
  type CommandNamed,
  editionTerms,
  listHashOf,
  noticeList,
  type RoundEvent,
  type WorkingCalendar,
} from '@zhibu/contracts';
import { contentHash, type Day } from '@zhibu/kernel';
import { dayOfTerm } from '@zhibu/register/rules';
import type { PublishedEdition } from '../edition/edition.state.ts';
import { gradedBranches, type Scope } from './closing.decider.ts';
import { openRoundOf, refusal, refuseIf } from './round.rules.ts';
import type { Round, RoundNotice, RoundState } from './round.state.ts';

type StartRoundNotice = CommandNamed<'StartRoundNotice'>['data'];
type RaiseRoundObjection = CommandNamed<'RaiseRoundObjection'>['data'];
type ResolveRoundObjection = CommandNamed<'ResolveRoundObjection'>['data'];

export interface NoticeFacts {
  readonly today: Day;
  readonly editions: readonly PublishedEdition[];
  readonly scope: Scope;
  readonly calendar: WorkingCalendar;
}

/** 公示: makes the names of the notice's grades public for as many working days as the editions ask. */
export function startNotice(data: StartRoundNotice, state: RoundState, facts: NoticeFacts): RoundEvent[] {
  const { roundId, notice } = openRoundOf(state);
  const { today, editions, scope, calendar } = facts;
  const { from = today, workCommitteeId, scheme, period, basis } = data;
  refuseIf(from > today, 'EFFECTIVE_IN_FUTURE', { field: 'from', from, today });
  const list = noticeList(editions, gradedBranches(scope.branches));
  refuseIf(list.length === 0, 'NOTICE_EMPTY');
  const listHash = listHashOf(list);
  if (notice?.listHash === listHash) {
    refuseIf(data.from !== undefined && data.from !== notice.from, 'NOTICE_STARTED', {
      field: 'from',
      from: notice.from,
    });
    return [];
  }
  const workingDays = Math.max(...editions.map(({ content }) => editionTerms(content).notice.workingDays));
  const to = dayOfTerm(calendar.endOf(from, workingDays), 'from');
  return [
    {
      type: 'RoundNoticeStarted',
      data: {
        roundId,
        workCommitteeId,
        scheme,
        period,
        listHash,
        from,
        to,
        workingDays,
        branches: [...list],
        ...(basis && { basis }),
      },
    },
  ];
}

export interface ObjectionFacts {
  readonly today: Day;
}

/** An objection raised while the notice runs; who raised it is nowhere recorded. */
export function raiseObjection(data: RaiseRoundObjection, state: RoundState, { today }: ObjectionFacts): RoundEvent[] {
  const round = openRoundOf(state);
  const { workCommitteeId, scheme, period, raisedOn = today, ...rest } = data;
  const said = { ...rest, raisedOn };
  const known = round.objections.get(data.objectionId);
  if (known) {
    const again = { ...rest, raisedOn: data.raisedOn ?? known.said.raisedOn };
    refuseIf(contentHash(known.said) !== contentHash(again), 'OBJECTION_EXISTS', { field: 'objectionId' });
    return [];
  }
  const notice = noticeOf(round);
  refuseIf(raisedOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'raisedOn', raisedOn, today });
  refuseIf(raisedOn < notice.from || raisedOn >= notice.to, 'OBJECTION_OUT_OF_TIME', {
    field: 'raisedOn',
    raisedOn,
    from: notice.from,
    to: notice.to,
  });
  refuseIf(data.branchId !== undefined && !notice.branches.has(data.branchId), 'BRANCH_NOT_IN_NOTICE', {
    field: 'branchId',
    branches: [data.branchId ?? ''],
  });
  return [{ type: 'RoundObjectionRaised', data: { roundId: round.roundId, workCommitteeId, scheme, period, ...said } }];
}

export function resolveObjection(data: ResolveRoundObjection, state: RoundState): RoundEvent[] {
  const { roundId, objections } = openRoundOf(state);
  const known = objections.get(data.objectionId);
  if (!known) throw refusal('OBJECTION_UNKNOWN', { field: 'objectionId' });
  if (known.outcome !== null) {
    refuseIf(known.outcome !== data.outcome, 'OBJECTION_RESOLVED', { field: 'outcome', outcome: known.outcome });
    return [];
  }
  return [{ type: 'RoundObjectionResolved', data: { roundId, ...data } }];
}

function noticeOf({ notice }: Round): RoundNotice {
  if (!notice) throw refusal('NOTICE_MISSING');
  return notice;
}

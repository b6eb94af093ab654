import { type Approval, programmeContract, type ProgrammeLevel, refusing } from '@zhibu/contracts';
import type { Actor, Day } from '@zhibu/kernel';
import type { ApprovalBasis, Programme, ProgrammeState } from './programme.state.ts';

const { refusal, refuseIf } = refusing(programmeContract);

/** 命名有效期, 公示期, 复核周期: what a programme has that says nothing else. */
export const DEFAULTS = {
  subjects: ['branch'],
  validityYears: 3,
  noticeWorkingDays: 5,
  cycleMonths: 12,
} as const satisfies Partial<Programme>;

/** 创建示范活动管理办法（试行）, 2022: what a new batch of committee level may rest on. */
const ALLOWS_COMMITTEE: ReadonlySet<Approval> = new Set(['approved', 'party-commendation', 'entrusted']);

/** Whether a programme may have a new batch: one from before 2022 has none, and of committee level it has to be allowed. */
export function allowsBatch(level: ProgrammeLevel, approval: ApprovalBasis | null): boolean {
  if (level === 'committee') return approval !== null && ALLOWS_COMMITTEE.has(approval.approval);
  return approval?.approval !== 'before-2022';
}

/** Whether a day lies in the window of a programme; a window from November to February goes over the end of the year. */
export function isInWindow({ window }: Pick<Programme, 'window'>, day: Day): boolean {
  if (!window) return true;
  const { from, to } = window;
  const at = day.slice('YYYY-'.length);
  return from <= to ? from <= at && at <= to : at >= from || at <= to;
}

/** @throws Refusal PROGRAMME_UNKNOWN */
export function knownProgramme(state: ProgrammeState): Extract<ProgrammeState, { status: 'registered' }> {
  if (state.status === 'none') throw refusal('PROGRAMME_UNKNOWN', { field: 'programmeId' });
  return state;
}

/** Lets only the designating body pass. @throws Refusal ACTS_FOR_NOBODY, NOT_THE_BODY */
export function refuseOtherThanBody({ bodyId }: Pick<Programme, 'bodyId'>, { organizationId }: Actor): void {
  refuseIf(organizationId === undefined, 'ACTS_FOR_NOBODY', { superiors: [bodyId] });
  refuseIf(organizationId !== bodyId, 'NOT_THE_BODY', { bodyId, organizationId });
}

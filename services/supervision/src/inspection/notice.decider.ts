import type { CommandNamed, InspectionEvent } from '@zhibu/contracts';
import { addDays, contentHash, type Sent } from '@zhibu/kernel';
import { dayOfTerm } from '@zhibu/register/rules';
import type { TermFacts } from './conclusion.decider.ts';
import {
  aboutOf,
  ACKNOWLEDGED_WITHIN,
  notCancelled,
  RECTIFIED_WITHIN_DAYS,
  refusal,
  refuseIf,
  refuseOtherThanBody,
  REPLIED_WITHIN_DAYS,
} from './inspection.rules.ts';
import type { InspectionState, KnownInspection } from './inspection.state.ts';

/** 整改通知书: where the inspection did not pass; there is one. */
export function issueNotice(
  { basis, demands, dueOn }: CommandNamed<'IssueNotice'>['data'],
  state: InspectionState,
  { actor, today, calendar }: TermFacts,
): InspectionEvent[] {
  const inspection = notCancelled(state);
  refuseOtherThanBody(inspection, actor);
  const { conclusion, notice } = inspection;
  if (!conclusion) throw refusal('INSPECTION_NOT_CONCLUDED');
  refuseIf(conclusion.outcome === 'pass', 'NOTICE_NOT_CALLED_FOR');
  if (notice) {
    const { basis: number, demands: asked, dueOn: due } = notice;
    const isSame = contentHash([number, asked, due]) === contentHash([basis, demands, dueOn]);
    refuseIf(!isSame, 'NOTICE_KNOWN', { field: 'basis', documentNo: number.documentNo });
    return [];
  }
  const latest = addDays(today, RECTIFIED_WITHIN_DAYS);
  refuseIf(dueOn <= today || dueOn > latest, 'NOTICE_DUE_OUT_OF_BOUNDS', { field: 'dueOn', dueOn, today, latest });
  const terms = {
    acknowledgeBy: dayOfTerm(calendar.dueAfter(today, ACKNOWLEDGED_WITHIN), 'inspectionId'),
    replyBy: addDays(today, REPLIED_WITHIN_DAYS),
  };
  const said = { ...aboutOf(inspection, today), basis, demands, dueOn, ...terms };
  return [{ type: 'RectificationNoticeIssued', data: said }];
}

/** 签收: by the branch; after its day too, for who is late still has to. */
export function acknowledgeNotice(
  _data: CommandNamed<'AcknowledgeNotice'>['data'],
  state: InspectionState,
  { today }: Sent,
): InspectionEvent[] {
  const inspection = noticed(state);
  if (inspection.status !== 'notice-issued') return [];
  return [{ type: 'NoticeAcknowledged', data: aboutOf(inspection, today) }];
}

/** 答复: by the branch, with its measures. */
export function replyToNotice(
  { measures }: CommandNamed<'ReplyToNotice'>['data'],
  state: InspectionState,
  { today }: Sent,
): InspectionEvent[] {
  const inspection = noticed(state);
  refuseIf(inspection.status === 'notice-issued', 'NOTICE_NOT_ACKNOWLEDGED');
  if (inspection.measures !== null) {
    refuseIf(inspection.measures !== measures, 'NOTICE_ANSWERED', { field: 'measures' });
    return [];
  }
  return [{ type: 'NoticeReplied', data: { ...aboutOf(inspection, today), measures } }];
}

/** The inspection, of which a notice is issued. @throws Refusal INSPECTION_UNKNOWN, INSPECTION_CANCELLED, NOTICE_NOT_ISSUED */
function noticed(state: InspectionState): KnownInspection {
  const inspection = notCancelled(state);
  refuseIf(inspection.notice === null, 'NOTICE_NOT_ISSUED');
  return inspection;
}

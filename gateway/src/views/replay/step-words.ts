import { type GradingEvent, gradingEvents, type Wording } from '@zhibu/contracts';
import type { DomainEvent } from '@zhibu/kernel';

/** Whether an event is one of a grading. */
export function isGradingEvent(event: DomainEvent): event is GradingEvent {
  return Object.hasOwn(gradingEvents, event.type);
}

/** What an event of a grading says, in a sentence for an auditor. */
export function stepWords({ type, data }: GradingEvent): Wording {
  switch (type) {
    case 'GradingOpened':
      return { zh: `开始定级，依据标准 ${data.editionId}`, en: `grading opened under edition ${data.editionId}` };
    case 'RatingSubmitted':
      return {
        zh: `评分方 ${data.rater} 提交评分，记录 ${data.entries.length} 项`,
        en: `rater ${data.rater} submitted a rating with ${data.entries.length} entries`,
      };
    case 'PollRecorded':
      return { zh: `记录测评，有效票 ${data.ballots} 张`, en: `poll recorded, ${data.ballots} ballots` };
    case 'DataMatchRecorded':
      return {
        zh: `与 ${data.source} 核对数据，${data.mismatches.length} 项不一致`,
        en: `figures matched against ${data.source}, ${data.mismatches.length} differ`,
      };
    case 'VetoRecorded':
      return {
        zh: `记录一票否决 ${data.veto}${because(data.reason)}`,
        en: `veto ${data.veto} recorded${for_(data.reason)}`,
      };
    case 'VetoWithdrawn':
      return {
        zh: `撤销一票否决 ${data.veto}${because(data.reason)}`,
        en: `veto ${data.veto} withdrawn${for_(data.reason)}`,
      };
    case 'BranchGraded':
      return {
        zh: `得分 ${data.score}，定为${data.label}${decidedZh(data.decidedBy)}`,
        en: `score ${data.score}, graded ${data.grade}${decidedEn(data.decidedBy)}`,
      };
    case 'GradeDetermined':
      return {
        zh: `上级确定为${data.label}（计算等次 ${data.computedGrade}），依据 ${data.basis.documentNo}${because(data.reason)}`,
        en: `determined as ${data.grade} by the superior (computed ${data.computedGrade}) on ${data.basis.documentNo}${for_(data.reason)}`,
      };
    case 'GradeRevised':
      return {
        zh: `修订：得分 ${data.score}，定为${data.label}${decidedZh(data.decidedBy)}，依据 ${data.basis.documentNo}${because(data.reason)}`,
        en: `revised: score ${data.score}, graded ${data.grade}${decidedEn(data.decidedBy)} on ${data.basis.documentNo}${for_(data.reason)}`,
      };
    case 'PriorGradeRecorded':
      return {
        zh: `补录以往等次 ${data.grade}，依据 ${data.basis.documentNo}`,
        en: `grade ${data.grade} from before the platform taken in, on ${data.basis.documentNo}`,
      };
  }
}

interface DecidedBy {
  readonly kind: 'score' | 'gate' | 'veto';
  readonly codes: readonly string[];
}

const because = (reason: string | undefined): string => (reason === undefined ? '' : `，理由：${reason}`);
const for_ = (reason: string | undefined): string => (reason === undefined ? '' : `, because: ${reason}`);
const decidedZh = ({ kind, codes }: DecidedBy): string =>
  ({ score: '', gate: `（受限于 ${codes.join('、')}）`, veto: `（一票否决 ${codes.join('、')}）` })[kind];
const decidedEn = ({ kind, codes }: DecidedBy): string =>
  ({ score: '', gate: ` (capped by ${codes.join(', ')})`, veto: ` (vetoed by ${codes.join(', ')})` })[kind];

import { type GradingEvent, gradingEvents } from './grading.contract.ts';
import type { Wording } from './vocabulary.ts';

type Said = { readonly [Type in GradingEvent['type']]: Extract<GradingEvent, { readonly type: Type }>['data'] };

/** What each event of a grading adds to the words that say what happened. */
const details: { readonly [Type in keyof Said]: (data: Said[Type]) => Wording } = {
  GradingOpened: ({ editionId }) => ({ zh: `依据标准 ${editionId}`, en: `under edition ${editionId}` }),
  RatingSubmitted: ({ rater, entries: { length } }) => ({
    zh: `评分主体 ${rater}，${length} 项`,
    en: `rater ${rater}, ${length} entries`,
  }),
  PollRecorded: ({ ballots }) => ({ zh: `有效票 ${ballots} 张`, en: `${ballots} ballots` }),
  DataMatchRecorded: ({ source, mismatches: { length } }) => ({
    zh: `与 ${source} 比对，${length} 项不一致`,
    en: `against ${source}, ${length} differ`,
  }),
  VetoRecorded: vetoSaid,
  VetoWithdrawn: vetoSaid,
  BranchGraded: computedSaid,
  GradeDetermined: ({ label, grade, computedGrade, ...why }) => ({
    zh: `${label}（计算等次 ${computedGrade}）${ground(why).zh}`,
    en: `${grade} (computed ${computedGrade})${ground(why).en}`,
  }),
  GradeRevised: (data) => ({
    zh: `${computedSaid(data).zh}${ground(data).zh}`,
    en: `${computedSaid(data).en}${ground(data).en}`,
  }),
  PriorGradeRecorded: ({ grade, basis }) => ({
    zh: `${grade}${ground({ basis }).zh}`,
    en: `${grade}${ground({ basis }).en}`,
  }),
};

/** What an event of a grading says, in a sentence for an auditor: the words of its contract, then what it carries. */
export function gradingEventSays<Type extends keyof Said>(event: {
  readonly type: Type;
  readonly data: Said[Type];
}): Wording {
  const { words } = gradingEvents[event.type];
  const { zh, en } = details[event.type](event.data);
  return { zh: `${words.zh}：${zh}`, en: `${words.en}: ${en}` };
}

function vetoSaid({ veto, reason }: { readonly veto: string; readonly reason?: string | undefined }): Wording {
  return { zh: `${veto}${because(reason).zh}`, en: `${veto}${because(reason).en}` };
}

function computedSaid({ score, label, grade, decidedBy }: Said['BranchGraded' | 'GradeRevised']): Wording {
  const codes = { zh: decidedBy.codes.join('、'), en: decidedBy.codes.join(', ') };
  const limits = {
    score: { zh: '', en: '' },
    gate: { zh: `（受限于 ${codes.zh}）`, en: ` (capped by ${codes.en})` },
    veto: { zh: `（否决情形 ${codes.zh}）`, en: ` (vetoed by ${codes.en})` },
  };
  const by = limits[decidedBy.kind];
  return { zh: `得分 ${score}，${label}${by.zh}`, en: `score ${score}, ${grade}${by.en}` };
}

/** The document that a decision rests on, and why it was taken where that is said. */
function ground({ basis, reason }: Pick<Said['PriorGradeRecorded'], 'basis'> & { readonly reason?: string }): Wording {
  const { zh, en } = because(reason);
  return { zh: `，依据 ${basis.documentNo}${zh}`, en: ` on ${basis.documentNo}${en}` };
}

const because = (reason: string | undefined): Wording =>
  reason === undefined ? { zh: '', en: '' } : { zh: `，理由：${reason}`, en: `, because: ${reason}` };

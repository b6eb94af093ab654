import { exact, sum, toText } from '@zhibu/kernel';
import { type EditionNames, gradeWord } from './edition.words.ts';
import { type GradingEvent, gradingEvents } from './grading.contract.ts';
import type { RatingEntry } from './grading.shapes.ts';
import { type Wording, wordsOfScheme } from './vocabulary.ts';

type Said = { readonly [Type in GradingEvent['type']]: Extract<GradingEvent, { readonly type: Type }>['data'] };
/** What an event says beyond what happened; `names` of the edition it was decided under, where there is one. */
type Says<Type extends keyof Said> = (data: Said[Type], names: EditionNames | undefined) => Wording;

/** What each event of a grading says, each a sentence of its own. */
const sentences: { readonly [Type in keyof Said]: Says<Type> } = {
  GradingOpened: ({ editionId }, names) => ({
    zh: `开始定级，依据${names ? `《${names.title}》` : '现行标准'}`,
    en: `grading opened under edition ${editionId}`,
  }),
  RatingSubmitted: ({ rater, entries }, names) => ({
    zh: `${names?.raters.get(rater) ?? '评分主体'}：${lostIn(entries).zh}`,
    en: `rating submitted by ${rater}: ${lostIn(entries).en}`,
  }),
  PollRecorded: ({ ballots }) => ({ zh: `录入测评票，有效票${ballots}张`, en: `poll recorded: ${ballots} ballots` }),
  DataMatchRecorded: ({ source, mismatches: { length } }) => ({
    zh: `五个基本数据与${source}比对，${length === 0 ? '全部一致' : `${length}项不一致`}`,
    en: `five-basics data matched against ${source}: ${length} differ`,
  }),
  VetoRecorded: vetoSaid('VetoRecorded'),
  VetoWithdrawn: vetoSaid('VetoWithdrawn'),
  BranchGraded: (data) => ({
    zh: `${computedSaid(data).zh}，初定为${data.label}`,
    en: `${computedSaid(data).en}: ${data.grade}`,
  }),
  GradeDetermined: ({ label, grade, computedGrade, scheme, ...why }, names) => ({
    zh: `上级党组织审定为${label}（初定为${gradeWord(scheme, computedGrade, names).zh}）${ground(why).zh}`,
    en: `grade determined by the superior: ${grade} (computed ${computedGrade})${ground(why).en}`,
  }),
  GradeRevised: (data) => ({
    zh: `${computedSaid(data).zh}，更正为${data.label}${ground(data).zh}`,
    en: `${computedSaid(data).en}, revised to ${data.grade}${ground(data).en}`,
  }),
  DeterminationWithdrawn: (why) => ({
    zh: `撤回审定等次，恢复原等次${ground(why).zh}`,
    en: `determination withdrawn, what it replaced holds again${ground(why).en}`,
  }),
  GradeReassessed: (data) => ({
    zh: `${reassessedWords[data.because].zh}，重新定级：${computedSaid(data).zh}，定为${data.label}${ground(data).zh}`,
    en: `${reassessedWords[data.because].en}, reassessed: ${computedSaid(data).en}, ${data.grade}${ground(data).en}`,
  }),
  PriorGradeRecorded: ({ scheme, period, grade, basis }, names) => ({
    zh: `录入历史等次：${ofYear(period, scheme)}为${gradeWord(scheme, grade, names).zh}${ground({ basis }).zh}`,
    en: `grade from before the platform recorded: ${wordsOfScheme(scheme).en} ${period}, ${gradeWord(scheme, grade, names).en}${ground({ basis }).en}`,
  }),
  PriorGradeCorrected: ({ scheme, period, grade, ...why }, names) => ({
    zh: `更正历史等次：${ofYear(period, scheme)}为${gradeWord(scheme, grade, names).zh}${ground(why).zh}`,
    en: `grade from before the platform corrected: ${wordsOfScheme(scheme).en} ${period}, ${gradeWord(scheme, grade, names).en}${ground(why).en}`,
  }),
};

const reassessedWords: Readonly<Record<Said['GradeReassessed']['because'], Wording>> = {
  'remediation-accepted': { zh: '整顿验收通过', en: 'remediation accepted' },
  'serious-event': { zh: '发生严重事件', en: 'serious event' },
  'designation-revoked': { zh: '取消命名', en: 'designation revoked' },
  'objection-upheld': { zh: '异议成立', en: 'objection upheld' },
};

/**
 * What an event of a grading says, in a sentence for an auditor.
 * @param names those of the edition that it was decided under; without them no code stands in their place
 */
export function gradingEventSays<Type extends keyof Said>(
  event: { readonly type: Type; readonly data: Said[Type] },
  names?: EditionNames,
): Wording {
  return sentences[event.type](event.data, names);
}

/** 2021年度考核, 2021年度分类定级: the year is said once. */
function ofYear(period: string, scheme: string): string {
  const { zh } = wordsOfScheme(scheme);
  return zh.startsWith('年度') ? `${period}${zh}` : `${period}年度${zh}`;
}

/** 扣分2项，共8分. */
function lostIn(entries: readonly RatingEntry[]): Wording {
  const deductions = entries.flatMap(({ deduction }) => deduction ?? []).filter((points) => !isZero(points));
  const bonuses = entries.flatMap(({ bonus }) => bonus ?? []).filter((points) => !isZero(points));
  const [lost, gained] = [total(deductions), total(bonuses)];
  return {
    zh: [
      deductions.length === 0 ? '未扣分' : `扣分${deductions.length}项，共${lost}分`,
      ...(bonuses.length === 0 ? [] : [`加分${bonuses.length}项，共${gained}分`]),
    ].join('，'),
    en: [
      deductions.length === 0 ? 'nothing lost' : `${deductions.length} items lost, ${lost} points`,
      ...(bonuses.length === 0 ? [] : [`${bonuses.length} gained, ${gained} points`]),
    ].join(', '),
  };
}

const total = (points: readonly string[]): string => toText(sum(points.map((each) => exact(each))));
const isZero = (points: string): boolean => /^[0.]+$/.test(points);

function vetoSaid(type: 'VetoRecorded' | 'VetoWithdrawn') {
  const { words } = gradingEvents[type];
  return (
    { veto, reason }: { readonly veto: string; readonly reason?: string | undefined },
    names: EditionNames | undefined,
  ): Wording => {
    const said = names?.vetoes.get(veto);
    return {
      zh: `${words.zh}${said === undefined ? '' : `：${said}`}${because(reason).zh}`,
      en: `${words.en}: ${veto}${because(reason).en}`,
    };
  };
}

/** 得分100分，因五个基本与智慧党建数据不符超过2项不得定为先进. */
function computedSaid({
  score,
  decidedBy: { kind, codes },
  gates,
  vetoes,
}: Said['BranchGraded' | 'GradeRevised' | 'GradeReassessed']): Wording {
  const reasons = { score: [], gate: gates.filter(({ lowered }) => lowered), veto: vetoes };
  const said = reasons[kind].map(({ says }) => says);
  const by = { score: '', gate: ` (capped by ${codes.join(', ')})`, veto: ` (vetoed by ${codes.join(', ')})` };
  return { zh: `得分${score}分${said.length === 0 ? '' : `，因${said.join('、')}`}`, en: `score ${score}${by[kind]}` };
}

/** The document that a decision rests on, and why it was taken where that is said. */
function ground({
  basis,
  reason,
}: Pick<Said['PriorGradeRecorded'], 'basis'> & { readonly reason?: string | undefined }): Wording {
  const { zh, en } = because(reason);
  return { zh: `，依据${basis.documentNo}${zh}`, en: ` on ${basis.documentNo}${en}` };
}

const because = (reason: string | undefined): Wording =>
  reason === undefined ? { zh: '', en: '' } : { zh: `，理由：${reason}`, en: `, because: ${reason}` };

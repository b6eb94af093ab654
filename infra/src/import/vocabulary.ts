import {
  activityEvents,
  editionEvents,
  gradeStandingWords,
  gradingEvents,
  organizationEvents,
  roundEvents,
  type Wording,
} from '@zhibu/contracts';
import { inBoth } from '../terminal/terminal.adapter.ts';

/** What is being sent, as progress names it: by the words of what is recorded. */
export const stageWords = {
  ask: { zh: '核对平台现有数据', en: 'comparing with the platform' },
  edition: editionEvents.EditionPublished.words,
  register: organizationEvents.OrganizationRegistered.words,
  activities: activityEvents.ActivityRecorded.words,
  priors: gradingEvents.PriorGradeRecorded.words,
  rounds: roundEvents.RoundOpened.words,
  inputs: gradingEvents.RatingSubmitted.words,
  gradings: gradingEvents.BranchGraded.words,
  closing: roundEvents.RoundClosed.words,
} as const satisfies Readonly<Record<string, Wording>>;

export type Stage = keyof typeof stageWords;

/** What the import says in whole sentences. `{n}`, `{where}` and the like are filled in. */
export const sentences = {
  faults: { zh: '有 {n} 处错误', en: '{n} faults' },
  warnings: { zh: '有 {n} 处提醒', en: '{n} warnings' },
  more: { zh: '……另有 {n} 处，见 {where}', en: '… and {n} more, see {where}' },
  nothingSent: {
    zh: '没有提交任何数据。请更正后重试，或加 --accept-good-rows 先导入正确的行',
    en: 'nothing was sent; mend the rows, or take in the good ones with --accept-good-rows',
  },
  unusable: { zh: '没有提交任何数据。请先更正文件', en: 'nothing was sent; the files must be mended first' },
  notAllChecked: {
    zh: '平台未应答，尚未与平台核对',
    en: 'the platform did not answer, so nothing was compared with it',
  },
  rejects: {
    zh: '退回 {n} 行，写在 {where}；更正后用同一命令导入该文件夹',
    en: '{n} rows go back, in {where}; mend them and import that folder by the same command',
  },
  rejectsTaken: {
    zh: '{where} 已有其他内容，请用 --rejects 另指定文件夹',
    en: '{where} has other content; name another folder by --rejects',
  },
  ungraded: { zh: '{n} 个党支部因有退回的行而未评定', en: '{n} branches are not graded, for rows of theirs went back' },
  dryRun: { zh: '试运行，没有提交。将提交 {n} 个命令：', en: 'a dry run, nothing sent; it would send {n} commands:' },
  refused: { zh: '平台拒绝了 {n} 个命令', en: 'the platform refused {n} commands' },
  stopped: {
    zh: '已停止；更正后可重复同一命令，已完成的不会重做',
    en: 'stopped here; repeat the same command once it is mended, nothing is done twice',
  },
  done: { zh: '完成：{n} 个命令，用时 {where} 秒', en: 'done: {n} commands in {where} s' },
  designations: {
    zh: '登记册载有 {n} 项命名，尚未导入：{where}',
    en: 'the register has {n} designations, not yet taken in: {where}',
  },
  notShown: {
    zh: '数据已全部记录，尚未计入查询结果，等次分布请稍后在平台上查看',
    en: 'everything is recorded, but queries do not show it yet; look at the grades on the platform later',
  },
  distribution: { zh: '{where} 等次分布', en: '{where}: grades' },
  stillUngraded: gradeStandingWords.ungraded,
  quotaExceeded: { zh: '{where} 超过比例：{n}', en: '{where} is over its quota: {n}' },
  quotaHint: { zh: '核准需用 --quota-basis 说明依据', en: 'closing needs a basis: --quota-basis' },
  closed: { zh: '{where} 评定已核准', en: 'the round of {where} is closed' },
  closedBefore: { zh: '{where} 评定此前已核准', en: 'the round of {where} was closed before' },
  templates: { zh: '模板已写入 {where}', en: 'templates are in {where}' },
  notClosed: { zh: '未核准：有退回的行或被拒绝的命令', en: 'not closed: rows went back or commands were refused' },
} as const satisfies Readonly<Record<string, Wording>>;

/** A sentence in both languages, one a line. */
export function say(
  sentence: Wording,
  fill: { readonly n?: number | string; readonly where?: string; readonly indent?: string } = {},
): string {
  const filled = (text: string): string =>
    text.replaceAll('{n}', () => String(fill.n ?? '')).replaceAll('{where}', () => fill.where ?? '');
  return inBoth({ zh: filled(sentence.zh), en: filled(sentence.en) }, fill.indent);
}

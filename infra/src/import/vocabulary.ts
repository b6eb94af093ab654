import {
  activityEvents,
  designationEvents,
  editionEvents,
  gradeStandingWords,
  gradingEvents,
  inspectionEvents,
  organizationEvents,
  programmeEvents,
  roundEvents,
  sixHavesEvents,
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
  programmes: programmeEvents.ProgrammeRegistered.words,
  designations: designationEvents.PriorDesignationRecorded.words,
  checks: sixHavesEvents.SixHavesRecorded.words,
  visits: inspectionEvents.PriorInspectionRecorded.words,
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
  waits: {
    zh: '{where}暂时不能应答{since}，正在等待，恢复后自动继续；最多等{n}分钟',
    en: '{where} cannot be asked{since}; waiting, and going on by itself once it is back, for {n} minutes at most',
  },
  goesOn: { zh: '已恢复，继续', en: 'back again, going on' },
  gaveUp: {
    zh: '{where}超过{n}分钟不能应答，已停止；恢复后重复同一命令即可，已完成的不会重做：{command}',
    en: '{where} could not be asked for over {n} minutes, so this stops; repeat the same command once it is back, nothing is done twice: {command}',
  },
  unplaced: {
    zh: '没有提交任何数据：{where}的编号无法辨认，可能指任何一个党支部，缺了它谁也不能评定，--accept-good-rows 不能略过；请先更正这些行',
    en: 'nothing was sent: the code in {where} cannot be read and may mean any branch, so that nobody can be graded without it and --accept-good-rows does not pass it over; mend these first',
  },
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
  people: { zh: '  人员名录（people.csv）：{n}名', en: '  people (people.csv): {n}' },
  refused: { zh: '平台拒绝了 {n} 个命令', en: 'the platform refused {n} commands' },
  moreRefused: { zh: '……另有 {n} 个', en: '… and {n} more' },
  personDecides: {
    zh: '有 {n} 个党支部须由人办理，导入不更改其等次',
    en: '{n} branches are for a person to decide; an import leaves their grades as they are',
  },
  toRevise: {
    zh: '{where}：本轮已核准，{places}更正后的材料已记录而等次未变；初定等次应由{before}（{from}分）改为{after}（{to}分），请由上级党组织办理“更正等次”（{command}），写明理由和依据',
    en: '{where}: its round is closed, and the inputs of {places} are recorded while the grade stands; computed anew it would be {after} ({to}) instead of {before} ({from}), so have its superior revise it ({command}) with a reason and a basis',
  },
  toReviseDetermined: {
    zh: '{where}：上级党组织已审定为{determined}，{places}更正后的材料已记录而等次未变；初定等次应由{before}（{from}分）改为{after}（{to}分），请由上级党组织办理“更正等次”（{command}），写明理由和依据',
    en: '{where}: its superior has determined it {determined}, and the inputs of {places} are recorded while the grade stands; computed anew it would be {after} ({to}) instead of {before} ({from}), so have its superior revise it ({command}) with a reason and a basis',
  },
  late: {
    zh: '{where}：本轮已核准而该党支部不在其中，{places}所列材料未记录；请由工委办理“核准后补评”（{command}），写明理由和依据，然后重复同一命令',
    en: '{where}: its round is closed without it, and what {places} says is not recorded; have the work committee admit it ({command}) with a reason and a basis, then repeat the same command',
  },
  stopped: {
    zh: '已停止；更正后可重复同一命令，已完成的不会重做',
    en: 'stopped here; repeat the same command once it is mended, nothing is done twice',
  },
  done: { zh: '完成：{n} 个命令，用时 {where} 秒', en: 'done: {n} commands in {where} s' },
  doneAndLeft: {
    zh: '完成：{n} 个命令，用时 {where} 秒；尚有退回的{rows}行须更正后再导入，{branches}个党支部的等次须由人办理',
    en: 'done: {n} commands in {where} s; {rows} rows that went back are still to be mended and imported, and the grades of {branches} branches are for a person to decide',
  },
  doneButRows: {
    zh: '完成：{n} 个命令，用时 {where} 秒；尚有退回的{rows}行须更正后再导入',
    en: 'done: {n} commands in {where} s; {rows} rows that went back are still to be mended and imported',
  },
  doneButDecisions: {
    zh: '完成：{n} 个命令，用时 {where} 秒；{branches}个党支部的等次须由人办理',
    en: 'done: {n} commands in {where} s; the grades of {branches} branches are for a person to decide',
  },
  designations: {
    zh: '登记册载有 {n} 项以往命名：{where}',
    en: 'the register has {n} designations from before the platform: {where}',
  },
  notShown: {
    zh: '数据已全部记录，尚未计入查询结果，等次分布请稍后在平台上查看',
    en: 'everything is recorded, but queries do not show it yet; look at the grades on the platform later',
  },
  distribution: { zh: '{where} 等次分布', en: '{where}: grades' },
  stillUngraded: gradeStandingWords.ungraded,
  quotaExceeded: {
    zh: '{where}超过比例限额：{branches}个中有{n}个，最多{allowed}个',
    en: '{where} is over its quota: {n} of {branches}, at most {allowed}',
  },
  quotaHint: { zh: '核准需用 --quota-basis 说明依据', en: 'closing needs a basis: --quota-basis' },
  closed: { zh: '{where} 评定已核准', en: 'the round of {where} is closed' },
  closedBefore: { zh: '{where} 评定此前已核准', en: 'the round of {where} was closed before' },
  templates: { zh: '模板已写入 {where}', en: 'templates are in {where}' },
  notClosed: { zh: '未核准：有退回的行或被拒绝的命令', en: 'not closed: rows went back or commands were refused' },
} as const satisfies Readonly<Record<string, Wording>>;

/** Since when somebody is away, where that is known. */
export const sinceWords = (since: string | undefined): Wording => {
  if (since === undefined) return { zh: '', en: '' };
  const at = new Date(since).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });
  return { zh: `（自${at}起）`, en: ` since ${at}` };
};

/** A sentence in both languages, one a line. */
export function say(
  sentence: Wording,
  { indent, ...fill }: Readonly<Record<string, number | string | Wording>> & { readonly indent?: string } = {},
): string {
  const filled = (language: keyof Wording): string =>
    sentence[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = fill[name] ?? '';
      return typeof value === 'object' ? value[language] : String(value);
    });
  return inBoth({ zh: filled('zh'), en: filled('en') }, indent);
}

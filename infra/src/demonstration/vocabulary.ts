import { calendarEvents, planEvents, problemEvents, type Wording } from '@zhibu/contracts';

/** What of the year is being sent, as progress names it. */
export const stageWords = {
  calendars: calendarEvents.WorkingDaysPublished.words,
  named: { zh: '列出问题清单', en: 'naming the problems' },
  common: problemEvents.CommonProblemDeclared.words,
  problems: { zh: '一年来的整改', en: 'a year of rectifications' },
  remediations: { zh: '后进整顿', en: 'remediations' },
  duties: { zh: '示范账户的岗位职责', en: 'the duties of the demonstration accounts' },
  plan: planEvents.PlanAdopted.words,
  draw: { zh: '随机抽取', en: 'a draw' },
  inspections: { zh: '验收、复核与取消命名', en: 'inspections and revocations' },
  decisions: { zh: '更正与审定', en: 'corrections and a determination' },
} as const satisfies Readonly<Record<string, Wording>>;

/** What the year says at its end. `{n}` is filled in. */
export const sentences = {
  done: {
    zh: '一年来的工作已录入：{n} 个命令，用时 {where} 秒',
    en: 'the year is recorded: {n} commands in {where} s',
  },
} as const satisfies Readonly<Record<string, Wording>>;

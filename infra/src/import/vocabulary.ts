import type { Wording } from '@zhibu/contracts';

/** Every word the import says about the files it reads, Chinese first. `{detail}` is filled in. */
export const faultWords = {
  // A file as a whole
  'file-missing': { zh: '缺少文件，评定所需数据不全', en: 'the file is missing, and the grades need it' },
  'file-unreadable': { zh: '无法读取文件：{detail}', en: 'the file cannot be read: {detail}' },
  'file-too-large': { zh: '文件超过200MB，请分批导入', en: 'the file is over 200 MB; import it in parts' },
  'file-empty': { zh: '文件没有表头', en: 'the file has no heading' },
  'encoding-unknown': {
    zh: '文件既不是UTF-8也不是GB18030编码，请另存为“CSV UTF-8”',
    en: 'neither UTF-8 nor GB18030; save it as “CSV UTF-8”',
  },
  'quote-not-closed': {
    zh: '引号没有闭合，其后内容无法读取',
    en: 'a quotation mark is not closed; nothing after it can be read',
  },
  'column-missing': { zh: '缺少此列', en: 'this column is missing' },
  'column-duplicate': { zh: '此列出现两次', en: 'this column appears twice' },
  'option-unknown': { zh: '本版标准的测评没有此选项', en: 'the poll of this edition has no such option' },
  'register-empty': { zh: '登记册没有任何组织', en: 'the register has no organization' },
  'edition-invalid': { zh: '标准文件有误：{detail}', en: 'the edition is wrong: {detail}' },
  // A row or a cell
  'cell-count': { zh: '单元格数与表头不符（{detail}）', en: 'the number of cells differs from the heading ({detail})' },
  'cell-empty': { zh: '此格不能为空', en: 'this cell must not be empty' },
  'control-character': { zh: '含有不可见的控制字符', en: 'has control characters' },
  formula: {
    zh: '以 = + - @ 开头，会被表格软件当作公式',
    en: 'begins with = + - or @, which a spreadsheet runs as a formula',
  },
  'too-long': { zh: '超过{detail}个字符', en: 'is longer than {detail} characters' },
  'code-invalid': {
    zh: '不是有效的代码（字母、数字、.、_、-，最多64位）',
    en: 'is not a code (letters, digits, . _ -, at most 64)',
  },
  'day-invalid': { zh: '不是存在的日期（YYYY-MM-DD）', en: 'is not a day that exists (YYYY-MM-DD)' },
  'count-invalid': { zh: '不是0至1000000的整数（半角数字）', en: 'is not a whole number from 0 to 1000000' },
  'amount-invalid': { zh: '不是小数（半角数字，不用科学记数）', en: 'is not a plain decimal' },
  'amount-negative': { zh: '不能为负数', en: 'must not be negative' },
  'term-invalid': { zh: '任期应为1至10年', en: 'a term is 1 to 10 years' },
  'person-invalid': {
    zh: '不是有效的人员编号（不得填写姓名）',
    en: 'is not a person reference (a name must not stand here)',
  },
  'row-duplicate': { zh: '与第{detail}行完全相同', en: 'repeats row {detail} exactly' },
  // Register
  'kind-unknown': { zh: '不是组织类别', en: 'is not a kind of organization' },
  'code-duplicate': { zh: '代码与第{detail}行重复', en: 'the code stands in row {detail} too' },
  'parent-missing': { zh: '必须填写上级组织', en: 'a parent must be named' },
  'parent-unknown': { zh: '登记册和平台中都没有此上级组织', en: 'no such parent in the register or on the platform' },
  'parent-later': {
    zh: '上级组织列在下级之后（第{detail}行），应先上级后下级',
    en: 'the parent comes later (row {detail}); parents stand before children',
  },
  'parent-cycle': { zh: '上下级关系成环', en: 'the parents form a circle' },
  'parent-kind': { zh: '这类组织不能隶属于{detail}', en: 'this kind cannot stand under {detail}' },
  'members-incomplete': { zh: '填了预备党员数，就要填正式党员数', en: 'probationary members without full members' },
  'election-before-opening': { zh: '换届日期早于成立日期', en: 'the election lies before the opening' },
  'effective-before-opening': { zh: '生效日期早于成立日期', en: 'the effective day lies before the opening' },
  'prior-grade-invalid': {
    zh: '格式应为 方案:年度:等次，以分号分隔',
    en: 'must read scheme:year:grade, separated by semicolons',
  },
  'prior-grade-duplicate': { zh: '同一方案同一年度有两个等次', en: 'two grades of one scheme and year' },
  'prior-grade-not-prior': {
    zh: '以往等次的年度应早于本次评定年度（{detail}）',
    en: 'a prior grade lies before the period being graded ({detail})',
  },
  'prior-grade-before-opening': { zh: '党支部成立之前不会有等次', en: 'a grade from before the branch was opened' },
  'prior-grade-not-branch': { zh: '只有党支部才有等次', en: 'only a branch has grades' },
  dissolved: { zh: '该组织在平台中已于{detail}撤销', en: 'the organization was dissolved on the platform on {detail}' },
  unchangeable: {
    zh: '与平台登记的不同（平台：{detail}），导入不能更改此项',
    en: 'differs from the platform ({detail}); an import cannot change it',
  },
  // Ratings, polls, five basics, vetoes, activities
  'branch-unknown': { zh: '没有这个党支部', en: 'there is no such branch' },
  'branch-out-of-scope': {
    zh: '该党支部不在本次评定范围（{detail}）',
    en: 'the branch is outside this round ({detail})',
  },
  'rater-unknown': { zh: '本版标准没有此评定主体，或其不逐项评分', en: 'the edition has no such itemised rater' },
  'item-unknown': { zh: '本版标准没有此项目', en: 'the edition has no such item' },
  'deduction-or-bonus': { zh: '扣分和加分应填且只填一个', en: 'exactly one of deduction and bonus must be given' },
  'deduction-misplaced': { zh: '加分项目不能扣分', en: 'a bonus item takes no deduction' },
  'bonus-misplaced': { zh: '此项目不能加分', en: 'this item takes no bonus' },
  'rows-too-many': {
    zh: '同一评定主体对同一党支部的行数超过{detail}',
    en: 'more than {detail} rows of one rater for one branch',
  },
  'ballots-zero': { zh: '票数不能为0', en: 'there must be at least one ballot' },
  'ballots-sum': { zh: '各选项之和（{detail}）不等于票数', en: 'the answers add up to {detail}, not to the ballots' },
  'poll-duplicate': { zh: '该党支部的测评已在第{detail}行', en: 'the branch was polled in row {detail} already' },
  'poll-missing': { zh: '该党支部没有测评结果', en: 'the branch has no poll' },
  'five-basics-missing': { zh: '该党支部没有五个基本数据', en: 'the branch has no five-basics figures' },
  'field-unknown': { zh: '不是五个基本的字段', en: 'is not a field of the five basics' },
  'field-duplicate': {
    zh: '该党支部的这个字段已在第{detail}行',
    en: 'the branch has this field in row {detail} already',
  },
  'veto-unknown': { zh: '本版标准没有此否决项', en: 'the edition has no such veto' },
  'activity-kind-unknown': { zh: '不是组织生活类别', en: 'is not a kind of organizational life' },
  'activity-outside-period': { zh: '日期不在{detail}年度内', en: 'the day lies outside {detail}' },
  'activity-before-opening': {
    zh: '日期早于该党支部成立日期（{detail}）',
    en: 'the day lies before the branch was opened ({detail})',
  },
  'activity-duplicate': {
    zh: '同一外部编号已在第{detail}行，内容不同',
    en: 'the external id stands in row {detail} with other content',
  },
  // Rejected because of another row
  'with-parent': { zh: '上级组织的行有误，本行随之退回', en: 'returned with the row of its parent, which is wrong' },
  'with-branch': {
    zh: '该党支部的登记行有误，本行随之退回',
    en: 'returned with the branch’s row of the register, which is wrong',
  },
  'with-row': {
    zh: '该党支部在本文件中另有错误行，本行随之退回',
    en: 'returned with another row of the branch in this file, which is wrong',
  },
  // Warnings
  'column-unknown': { zh: '不认识此列，已忽略', en: 'an unknown column, left out' },
  'file-unknown': { zh: '不认识此文件，已忽略', en: 'an unknown file, left out' },
  'file-not-needed': { zh: '本版标准的评定不需要此文件', en: 'the grades of this edition do not need this file' },
  'vetoes-absent': { zh: '没有否决项文件，视为没有否决', en: 'no file of vetoes: taken as none' },
  'activities-absent': { zh: '没有组织生活文件', en: 'no file of activities' },
  'bonus-above-points': {
    zh: '加分超过项目分值（{detail}），按分值计',
    en: 'the bonus is above its points ({detail}) and counts as those',
  },
  'organization-absent': {
    zh: '平台上有此组织，本登记册没有；不视为撤销',
    en: 'on the platform but not in this register; not taken as dissolved',
  },
  'term-without-election': { zh: '没有换届日期，任期未采用', en: 'a term without an election is left out' },
  'election-earlier': {
    zh: '早于平台已知的换届（{detail}），未采用',
    en: 'earlier than the election the platform knows ({detail}); left out',
  },
  'prior-grade-decided': {
    zh: '平台已评定为{detail}，以往等次未采用',
    en: 'the platform decided {detail} itself; the prior grade is left out',
  },
  'designation-unknown': { zh: '不认识的命名', en: 'an unknown designation' },
} as const satisfies Readonly<Record<string, Wording>>;

export type FaultCode = keyof typeof faultWords;

/** The system that the second value of the five basics comes from (智慧党建). */
export const dataMatchSource = '智慧党建系统';

/** What a grade from before the platform rests on: the register as it was handed over. */
export const priorGradeBasis = '登记册所载以往等次';

/** What is being sent, as progress names it. */
export const stageWords = {
  ask: { zh: '核对平台现有数据', en: 'comparing with the platform' },
  edition: { zh: '发布标准', en: 'publishing the edition' },
  register: { zh: '登记组织', en: 'registering organizations' },
  activities: { zh: '记录组织生活', en: 'recording activities' },
  priors: { zh: '记录以往等次', en: 'recording prior grades' },
  rounds: { zh: '开启评定', en: 'opening the round' },
  inputs: { zh: '提交评分、测评、否决和五个基本', en: 'submitting ratings, polls, vetoes and figures' },
  gradings: { zh: '评定党支部', en: 'grading branches' },
  closing: { zh: '核准评定', en: 'closing the round' },
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
  distribution: { zh: '{where} 等次分布', en: '{where}: grades' },
  stillUngraded: { zh: '未评定', en: 'ungraded' },
  quotaExceeded: { zh: '{where} 超过比例：{n}', en: '{where} is over its quota: {n}' },
  quotaHint: { zh: '核准需用 --quota-basis 说明依据', en: 'closing needs a basis: --quota-basis' },
  closed: { zh: '{where} 评定已核准', en: 'the round of {where} is closed' },
  closedBefore: { zh: '{where} 评定此前已核准', en: 'the round of {where} was closed before' },
  templates: { zh: '模板已写入 {where}', en: 'templates are in {where}' },
  notClosed: { zh: '未核准：有退回的行或被拒绝的命令', en: 'not closed: rows went back or commands were refused' },
} as const satisfies Readonly<Record<string, Wording>>;

/** A sentence in both languages, side by side. */
export function say(sentence: Wording, fill: { readonly n?: number | string; readonly where?: string } = {}): string {
  const filled = (text: string): string =>
    text.replaceAll('{n}', () => String(fill.n ?? '')).replaceAll('{where}', () => fill.where ?? '');
  return `${filled(sentence.zh)} | ${filled(sentence.en)}`;
}

/** What a file and a column hold, for the templates. */
export const fileWords = {
  register: '组织登记册：上级在前，下级在后',
  activities: '组织生活（智慧党建系统导出）',
  'five-basics': '五个基本数据比对',
  ratings: '逐项评分：每行一项扣分或加分，没有行即未失分',
  polls: '党员群众测评',
  vetoes: '否决项',
};

export const columnWords: Readonly<Record<string, string>> = {
  code: '组织代码，登记后不再改变',
  kind: 'province 省委、city 市委、work-committee 市直工委、unit 部门和单位、organ-committee 机关党委、general-branch 党总支、branch 党支部',
  parentCode: '上级组织代码；省委不填',
  name: '组织名称',
  sector: '领域，与标准一致的才参加评定',
  openedOn: '成立日期 YYYY-MM-DD',
  fullMembers: '正式党员数',
  probationaryMembers: '预备党员数',
  committeeElectedOn: '最近一次换届日期',
  termYears: '任期年数',
  secretaryRef: '书记的人员编号，不填姓名；空白即空缺',
  feature: '特色',
  brand: '品牌',
  designations: '命名，级别:类别，分号分隔',
  priorGrades: '以往等次，方案:年度:等次，分号分隔',
  effectiveOn: '变更的生效日期；省略时用 --as-of',
  'activities.kind':
    'members-meeting 党员大会、committee-meeting 支委会、cell-meeting 党小组会、party-lecture 党课、party-day 主题党日、organizational-life-meeting 组织生活会、democratic-appraisal 民主评议',
  externalId: '智慧党建系统中的编号，不得重复',
  branchCode: '党支部代码',
  heldOn: '开展日期 YYYY-MM-DD',
  attendance: '到会人数',
  field:
    'fullMembers 正式党员、committeeSize 支委人数、partyDays 主题党日、membersMeetings 党员大会、lectures 党课、funds 经费',
  reported: '党支部上报的数值',
  system: '智慧党建系统中的数值',
  rater: '评定主体代码（见标准）',
  itemCode: '项目代码（见标准）',
  deduction: '扣分；与加分只填一个',
  bonus: '加分',
  ballots: '总票数，等于各选项之和',
  vetoCode: '否决项代码（见标准）',
};

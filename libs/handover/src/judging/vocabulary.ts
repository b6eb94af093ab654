import type { Wording } from '@zhibu/contracts';

/** What is wrong, or odd, in how the files hang together and fit what the platform has; and why a good row goes back. */
export const judgingWords = {
  'file-missing': { zh: '缺少文件，评定所需数据不全', en: 'the file is missing, and the grades need it' },
  'register-empty': { zh: '登记册没有任何组织', en: 'the register has no organization' },
  'code-duplicate': { zh: '代码与第{detail}行重复', en: 'the code stands in row {detail} too' },
  'parent-unknown': { zh: '登记册和平台中都没有此上级组织', en: 'no such parent in the register or on the platform' },
  'parent-later': {
    zh: '上级组织列在下级之后（第{detail}行），应先上级后下级',
    en: 'the parent comes later (row {detail}); parents stand before children',
  },
  'parent-cycle': { zh: '上下级关系成环', en: 'the parents form a circle' },
  'parent-kind': { zh: '这类组织不能隶属于{detail}', en: 'this kind cannot stand under {detail}' },
  'prior-grade-not-prior': {
    zh: '以往等次的年度应早于本次评定年度（{detail}）',
    en: 'a prior grade lies before the period being graded ({detail})',
  },
  dissolved: { zh: '该组织在平台中已于{detail}撤销', en: 'the organization was dissolved on the platform on {detail}' },
  unchangeable: {
    zh: '与平台登记的不同（平台：{detail}），导入不能更改此项',
    en: 'differs from the platform ({detail}); an import cannot change it',
  },
  'branch-unknown': { zh: '没有这个党支部', en: 'there is no such branch' },
  'branch-out-of-scope': {
    zh: '该党支部不在本次评定范围（{detail}）',
    en: 'the branch is outside this round ({detail})',
  },
  'poll-missing': { zh: '该党支部没有测评结果', en: 'the branch has no poll' },
  'five-basics-missing': { zh: '该党支部没有五个基本数据', en: 'the branch has no five-basics figures' },
  'activity-before-opening': {
    zh: '日期早于该党支部成立日期（{detail}）',
    en: 'the day lies before the branch was opened ({detail})',
  },
  'activity-after-dissolution': {
    zh: '该党支部已于{detail}撤销，不会再有活动',
    en: 'the branch was dissolved on {detail} and holds nothing from then on',
  },
  'not-dissolved': {
    zh: '该组织在平台中没有撤销，无须恢复',
    en: 'the organization is not dissolved on the platform; there is nothing to reinstate',
  },
  'dissolution-differs': {
    zh: '该组织在平台中已于{detail}撤销，与本行的日期不同',
    en: 'the organization was dissolved on the platform on {detail}, another day than in this row',
  },
  'with-parent': { zh: '上级组织的行有误，本行随之退回', en: 'returned with the row of its parent, which is wrong' },
  'with-branch': {
    zh: '该党支部的登记行有误，本行随之退回',
    en: 'returned with the branch’s row of the register, which is wrong',
  },
  'with-row': {
    zh: '该党支部在本文件中另有错误行，本行随之退回',
    en: 'returned with another row of the branch in this file, which is wrong',
  },
  'with-mark': {
    zh: '可能被第{detail}行的引号并入其单元格，随之退回',
    en: 'returned with row {detail}, whose quotation mark may have swallowed it',
  },
  'file-not-needed': { zh: '本版标准的评定不需要此文件', en: 'the grades of this edition do not need this file' },
  'vetoes-absent': { zh: '没有一票否决情形文件，视为没有', en: 'no file of vetoes: taken as none' },
  'activities-absent': { zh: '没有组织生活文件', en: 'no file of activities' },
  'organization-absent': {
    zh: '平台上有此组织，本登记册没有；不视为撤销',
    en: 'on the platform but not in this register; not taken as dissolved',
  },
  'election-earlier': {
    zh: '早于平台已知的换届（{detail}），未采用',
    en: 'earlier than the election the platform knows ({detail}); left out',
  },
  'veto-standing': {
    zh: '平台上登记有此一票否决情形，文件中没有；未解除，请核实后处理',
    en: 'this veto stands on the platform and not in the file; it is not withdrawn, a person must decide',
  },
  'activity-standing': {
    zh: '平台上有此组织生活记录，文件中没有；未撤回，请核实后处理',
    en: 'this activity stands on the platform and not in the file; it is not withdrawn, a person must decide',
  },
  'prior-grade-standing': {
    zh: '平台上有此以往等次，登记册中没有；未更改，请核实后处理',
    en: 'this prior grade stands on the platform and not in the register; it is not changed, a person must decide',
  },
  'election-standing': {
    zh: '平台上有换届记录（{detail}），登记册中没有；未更改，请核实后处理',
    en: 'an election ({detail}) stands on the platform and not in the register; it is not changed, a person must decide',
  },
  'prior-grade-unknown': {
    zh: '其类别的标准中没有这个等次，以往等次未采用',
    en: 'no edition of its scheme has this grade; the prior grade is left out',
  },
  'prior-grade-decided': {
    zh: '平台已评定为{detail}，以往等次未采用',
    en: 'the platform decided {detail} itself; the prior grade is left out',
  },
} as const satisfies Readonly<Record<string, Wording>>;

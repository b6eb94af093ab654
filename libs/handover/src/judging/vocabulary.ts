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
  'correction-without-basis': {
    zh: '与平台登记的不同（平台：{detail}）；登记有误须更正的，请在basis列写明依据文号',
    en: 'differs from the platform ({detail}); where that is an error, state the document it is corrected by (basis)',
  },
  'branch-unknown': { zh: '没有这个党支部', en: 'there is no such branch' },
  'branch-out-of-scope': {
    zh: '该党支部不在本次评定范围（{detail}）',
    en: 'the branch is outside this round ({detail})',
  },
  'graded-by-nobody': {
    zh: '本轮无人评定该党支部（{detail}）',
    en: 'no edition of this round grades the branch ({detail})',
  },
  'poll-not-asked': {
    zh: '该党支部所用的标准不要求测评，本行未采用',
    en: 'the edition of the branch asks for no poll; the row is left out',
  },
  'edition-not-in-force': {
    zh: '这一版标准在{detail}尚未施行，不能按它评定',
    en: 'the edition is not in force on {detail}; nobody is graded by it',
  },
  'edition-superseded': {
    zh: '{detail}给出的标准在年度末已取代这一版；请把新版列在前面',
    en: 'the edition in {detail} has replaced this one at the period’s end; name that one first',
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
  'check-after-dissolution': {
    zh: '该党支部已于{detail}撤销，此后不再检查',
    en: 'the branch was dissolved on {detail} and is checked no more from then on',
  },
  'check-earlier': {
    zh: '早于平台已有的检查（{detail}），未采用',
    en: 'earlier than the check that the platform has ({detail}); left out',
  },
  'parent-dissolved': {
    zh: '上级组织自{detail}起已撤销，不能再隶属于它',
    en: 'the parent is dissolved from {detail} on; nothing comes under it',
  },
  'parent-not-open': {
    zh: '上级组织{detail}才成立，不能提前调整到其下',
    en: 'the parent opens on {detail}; nothing moves under it before',
  },
  'unit-too-deep': { zh: '下属单位之下不能再设下属单位', en: 'a unit under a unit has no units under it' },
  'living-children': {
    zh: '尚有下级组织（{detail}），须先撤销或调整其隶属',
    en: 'organizations still stand under it ({detail}); dissolve or move them first',
  },
  'too-far-ahead': {
    zh: '最多提前两年公布（到{detail}为止）',
    en: 'an act is announced two years ahead at most, until {detail}',
  },
  'day-in-future': { zh: '日期晚于今天，尚未发生', en: 'the day lies in the future; it has not happened yet' },
  'temporary-elects-nobody': { zh: '临时党支部不进行换届选举', en: 'a temporary branch holds no election' },
  'attendance-too-large': {
    zh: '参加人数超过党员数（{detail}）的两倍',
    en: 'more attended than twice the members ({detail})',
  },
  'reinstated-too-late': {
    zh: '撤销（{detail}）已超过90日，不能恢复；请以新的代码登记',
    en: 'the dissolution of {detail} is more than 90 days past; register a new organization',
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
  'activity-differs': {
    zh: '平台上同一编号的组织生活（{detail}）内容不同；未更改，请核实后处理',
    en: 'the activity of this id on the platform ({detail}) differs; it is not changed, a person must decide',
  },
  'activity-elsewhere': {
    zh: '同一编号的组织生活在平台上属于{detail}；未采用，请核实后处理',
    en: 'the activity of this id belongs to {detail} on the platform; the row is left out, a person must decide',
  },
  'prior-grade-standing': {
    zh: '平台上有此以往等次，登记册中没有；未更改，请核实后处理',
    en: 'this prior grade stands on the platform and not in the register; it is not changed, a person must decide',
  },
  'election-standing': {
    zh: '平台上有换届记录（{detail}），登记册中没有；未更改，请核实后处理',
    en: 'an election ({detail}) stands on the platform and not in the register; it is not changed, a person must decide',
  },
  'designation-ambiguous': {
    zh: '{detail}有几个这一级别、这一类别的命名项目，无法判断属于哪一个；请删去此项，在平台上登记以往命名',
    en: '{detail} has several programmes of this level and kind; take it out and record it on the platform',
  },
  'designation-not-subject': {
    zh: '平台上的该命名项目不面向这类组织（{detail}）',
    en: 'the programme on the platform is not for organizations of this kind ({detail})',
  },
  'designation-not-prior': {
    zh: '该命名项目已于{detail}在平台设立，此后的命名须经申报；此前的命名请写明命名日期（级别:类别:日期）',
    en: 'the programme was registered here on {detail}, and from then on a designation is applied for; state the day of one from before (level:kind:day)',
  },
  'designation-differs': {
    zh: '与平台登记的以往命名不同（平台：{detail}）；未更改，请核实后处理',
    en: 'the prior designation on the platform differs ({detail}); it is not changed, a person must decide',
  },
  'designation-decided': {
    zh: '平台上此项命名的状态为{detail}；登记册所载未采用，请核实后处理',
    en: 'on the platform this designation is: {detail}; the register is not followed, a person must decide',
  },
  'designation-standing': {
    zh: '平台上有此以往命名，登记册中没有；未更改，请核实后处理',
    en: 'this prior designation stands on the platform and not in the register; it is not changed, a person must decide',
  },
  'programme-basis-unused': {
    zh: '给出了这一命名项目的依据，登记册中没有这样的命名；未登记',
    en: 'a basis was given for such a programme, and the register names no such designation; it is not recorded',
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

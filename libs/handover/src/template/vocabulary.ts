import {
  activityCadence,
  activityKinds,
  organizationKinds,
  organizationKindWords,
  programmeKinds,
  programmeKindWords,
  programmeLevels,
  programmeLevelWords,
  sixHaves,
  sixHavesNames,
  sixHavesOccasions,
  sixHavesOccasionWords,
  sixHavesStandings,
  sixHavesStandingWords,
} from '@zhibu/contracts';
import type { FileKind } from '../reading/file.rules.ts';
import { fiveBasicsWords } from '../rows/vocabulary.ts';

/** What each file holds, for those who fill it in. */
export const fileWords: Readonly<Record<FileKind, string>> = {
  register: '组织登记册：上级在前，下级在后',
  activities: '组织生活（智慧党建系统导出）',
  'five-basics': '五个基本数据比对',
  ratings: '逐项评分：每行一项扣分或加分，没有行即未失分',
  polls: '党员群众测评',
  vetoes: '一票否决情形',
  'six-haves': '“六有”检查：每行一项，一次检查六项齐全',
};

/** The list of people goes its own way: into the directory. */
export const peopleWords = '人员名录：说明各文件中的人员编号是谁，另用 npm run people -- import 导入';

/** Codes with their words, as `code 名称、code 名称`. */
const named = (words: readonly (readonly [code: string, zh: string])[]): string =>
  words.map(([code, zh]) => `${code} ${zh}`).join('、');

/** What each column holds; one that means something else in one file stands as `file.column` too. */
export const columnWords: Readonly<Record<string, string>> = {
  code: '组织代码，登记后不再改变',
  kind: named(organizationKinds.map((kind) => [kind, organizationKindWords[kind].zh])),
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
  designations: `以往命名，级别:类别，分号分隔；知道命名日期、文号的写作 级别:类别:日期:文号；级别：${named(programmeLevels.map((level) => [level, programmeLevelWords[level].zh]))}；类别：${named(programmeKinds.map((kind) => [kind, programmeKindWords[kind].zh]))}`,
  priorGrades: '以往等次，类别:年度:等次，分号分隔',
  effectiveOn: '变更的生效日期；省略时用 --as-of',
  change: '变动：dissolve 撤销、reinstate 恢复（撤销有误）；没有则不填',
  reason: '变动的原因',
  basis: '变动所依据的文号；恢复必填',
  'people.personId': '人员编号，与各文件中的一致；不得用证件号码或手机号码',
  'people.name': '姓名',
  phone: '电话',
  posts: '职务',
  'activities.kind': named(activityKinds.map((kind) => [kind, activityCadence[kind].words.zh])),
  externalId: '智慧党建系统中的编号，不得重复',
  branchCode: '党支部编号',
  heldOn: '开展日期 YYYY-MM-DD',
  attendance: '到会人数',
  field: named(Object.entries(fiveBasicsWords)),
  reported: '党支部上报的数值',
  system: '智慧党建系统中的数值',
  rater: '评定主体代码（见标准）',
  itemCode: '项目代码（见标准）',
  deduction: '扣分；与加分只填一个',
  bonus: '加分',
  note: '原因；上级扣分应写明，10至500字',
  evidence: '佐证，分号分隔；上级扣3分以上应有',
  ballots: '总票数，等于各选项之和',
  vetoCode: '一票否决情形代码（见标准）',
  checkedOn: '检查日期 YYYY-MM-DD',
  occasion: `检查的时机，不填即年度检查：${named(sixHavesOccasions.map((code) => [code, sixHavesOccasionWords[code].zh]))}`,
  item: `“六有”的项目：${named(sixHavesNames.map((name) => [name, sixHaves[name]?.zh ?? name]))}`,
  standing: named(sixHavesStandings.map((code) => [code, sixHavesStandingWords[code].zh])),
  instead: '功能具备的，由什么代替、在哪里',
  'six-haves.evidence': '佐证，分号分隔',
  checkedBy: '检查人的人员编号，不填姓名',
};

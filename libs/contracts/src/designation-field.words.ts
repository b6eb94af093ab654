import type { Wording } from './vocabulary.ts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** What people call the fields that only programmes, batches, designations and the six haves have. */
export const designationFieldWords: Readonly<Record<string, Wording>> = {
  designated: words('是否命名', 'whether it is designated'),
  designatedOn: words('命名生效日', 'the first day of the designation'),
  answerBy: words('补正期限', 'the day to answer by'),
  approval: words('设立依据', 'what it rests on'),
  batchLimit: words('每批限额', 'the limit of a batch'),
  bodyId: words('命名机关', 'the designating body'),
  checkedBy: words('检查人', 'who checked'),
  checkedOn: words('检查日期', 'the day of the check'),
  cycleMonths: words('复核周期', 'the months between reinspections'),
  inspectedOn: words('复核日期', 'the day of the inspection'),
  instead: words('代替说明', 'what serves instead'),
  noticeWorkingDays: words('公示工作日数', 'the working days of the notice'),
  occasion: words('检查时机', 'the occasion'),
  organizationIds: words('拟命名组织', 'the organizations'),
  predecessorId: words('原组织', 'the predecessor'),
  programmeId: words('命名项目', 'the programme'),
  programmeKind: words('命名类别', 'the kind of the programme'),
  recommendation: words('推荐文件', 'the recommendation'),
  returnedOn: words('交回日期', 'the day it was returned'),
  revocationId: words('取消命名编号', 'the revocation'),
  since: words('命名日期', 'since when'),
  statement: words('申报说明', 'the statement'),
  validityYears: words('有效年限', 'the years of validity'),
  window: words('申报时间', 'the window'),
};

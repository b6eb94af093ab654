import { inputWords, type Wording } from '@zhibu/contracts';

/** What is wrong, or odd, with a file, its heading or one of its cells. `{detail}` is filled in. */
export const readingWords = {
  'file-unreadable': {
    zh: '无法读取文件，请确认文件完好并可以打开（系统信息：{detail}）',
    en: 'the file cannot be read; see that it is whole and can be opened (the system says: {detail})',
  },
  'file-too-large': { zh: '文件超过200MB，请分批导入', en: 'the file is over 200 MB; import it in parts' },
  'file-empty': { zh: '文件没有表头', en: 'the file has no heading' },
  'encoding-unknown': {
    zh: '文件既不是UTF-8也不是GB18030编码，请另存为“CSV UTF-8”',
    en: 'neither UTF-8 nor GB18030; save it as “CSV UTF-8”',
  },
  'quote-not-closed': {
    zh: '以引号开头的单元格到文件末尾都没有结束，其后各行可能被并入此格',
    en: 'a cell opened by a quotation mark never ends; it may have swallowed every row after it',
  },
  'quote-misplaced': {
    zh: '引号位置有误：以引号开头的单元格应在逗号或行末之前以引号结束，其后各行可能被并入此格；文中的引号请写两次',
    en: 'a quotation mark is misplaced: a cell opened by one is closed right before a separator or the line’s end; it may have swallowed rows after it; write a mark within a text twice',
  },
  'separator-wrong': {
    zh: '单元格以“{detail}”分隔，应以半角逗号分隔；请另存为“CSV UTF-8（逗号分隔）”',
    en: 'cells are separated by {detail}, not by a comma; save it as “CSV UTF-8 (comma delimited)”',
  },
  'heading-missing': {
    zh: '第一行不是表头：没有一个应有的列名（{detail}）',
    en: 'the first row is no heading: it has none of the columns {detail}',
  },
  'heading-repeated': { zh: '表头在此重复，请删除此行', en: 'the heading stands here again; delete this row' },
  'column-missing': { zh: '缺少此列', en: 'this column is missing' },
  'column-duplicate': { zh: '此列出现两次', en: 'this column appears twice' },
  'option-unknown': { zh: '本版标准的测评没有此选项', en: 'the poll of this edition has no such option' },
  'edition-twice': { zh: '这一版标准已由{detail}给出', en: 'this edition was given by {detail} already' },
  'edition-invalid': { zh: '标准文件有误：{detail}', en: 'the edition is wrong: {detail}' },
  'cell-count': { zh: '单元格数与表头不符（{detail}）', en: 'the number of cells differs from the heading ({detail})' },
  'cell-empty': { zh: '此格不能为空', en: 'this cell must not be empty' },
  'control-character': { zh: '含有不可见的控制字符', en: 'has control characters' },
  'invisible-character': inputWords.invisible,
  'personal-number': inputWords.personalNumber,
  formula: {
    zh: '以 = + - @ 开头，会被表格软件当作公式',
    en: 'begins with = + - or @, which a spreadsheet runs as a formula',
  },
  'too-long': { zh: '超过{detail}个字符', en: 'is longer than {detail} characters' },
  'code-invalid': {
    zh: '不是有效的代码（字母、数字、.、_、-，最多64位）',
    en: 'is not a code (letters, digits, . _ -, at most 64)',
  },
  'code-compatible': {
    zh: '代码含全角或变体字符，应写作{detail}',
    en: 'has full-width or variant characters; write {detail}',
  },
  'day-invalid': {
    zh: '不是存在的日期（如2022-01-05、2022/1/5、2022年1月5日）',
    en: 'is not a day that exists (as 2022-01-05, 2022/1/5 or 2022年1月5日)',
  },
  scientific: {
    zh: '表格软件把编号改成了科学记数，原编号已丢失；请将此列设为文本后重新填写',
    en: 'a spreadsheet turned the code into scientific notation, and its digits are lost; format the column as text and enter it again',
  },
  'count-invalid': {
    zh: '不是0至1000000的整数（半角数字，不用科学记数）',
    en: 'is not a whole number from 0 to 1000000, without exponent',
  },
  'amount-invalid': { zh: '不是小数（半角数字，不用科学记数）', en: 'is not a plain decimal without exponent' },
  'amount-negative': { zh: '不能为负数', en: 'must not be negative' },
  'term-invalid': { zh: '任期应为1至10年', en: 'a term is 1 to 10 years' },
  'person-invalid': {
    zh: '不是有效的人员编号（不得填写姓名）',
    en: 'is not a person reference (a name must not stand here)',
  },
  'row-duplicate': { zh: '与第{detail}行完全相同', en: 'repeats row {detail} exactly' },
  'column-unknown': { zh: '不认识此列，已忽略', en: 'an unknown column, left out' },
  'file-unknown': { zh: '不认识此文件，已忽略', en: 'an unknown file, left out' },
  'file-misnamed': {
    zh: '文件名与导入文件相近而不相同，不会读取；请改为{detail}，或移出此文件夹',
    en: 'the name is almost one that is read, but not quite; rename it to {detail} or take it out of the folder',
  },
  'file-twice': {
    zh: '与{detail}是同一个文件名，只应有一个',
    en: 'is the same name as {detail}; there must be one of them',
  },
} as const satisfies Readonly<Record<string, Wording>>;

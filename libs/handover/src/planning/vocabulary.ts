/** The system that the second value of the five basics comes from (智慧党建). */
export const dataMatchSource = '智慧党建系统';

/** Why something that came from a file is withdrawn: the file, now with this content, no longer holds it. */
export const noLongerIn = (file: string, sha256: string): string =>
  `重新导入的文件${file}（SHA-256 ${sha256}）中不再列有此项`;

/** Why something that came from a file is corrected: the file, now with this content, says it otherwise. */
export const changedIn = (file: string, sha256: string): string =>
  `重新导入的文件${file}（SHA-256 ${sha256}）中此项已更改`;

/** Why an organization is dissolved or reinstated where its row gives no reason. */
export const statedInRegister = '登记册载明';

/** What a grade from before the platform rests on: the register as it was handed over. */
export const priorGradeBasis = '登记册所载以往等次';

/** What a designation from before the platform rests on where its row names no document: the register as it was handed over. */
export const priorDesignationBasis = '登记册所载以往命名';

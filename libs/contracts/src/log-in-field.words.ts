import type { Wording } from './vocabulary.ts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** What people call the fields by which they prove who they are, and for whom they act. */
export const logInFieldWords: Readonly<Record<string, Wording>> = {
  again: words('再次输入的口令', 'the password repeated'),
  newPassword: words('新口令', 'the new password'),
  oneTimePassword: words('动态口令', 'the one-time password'),
  password: words('口令', 'the password'),
  'zhibu-acting-for': words('代表的组织', 'the organization acted for'),
  'zhibu-operator': words('操作人', 'the operator'),
};

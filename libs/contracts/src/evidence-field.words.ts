import type { Wording } from './vocabulary.ts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** What people call the fields of files of evidence. */
export const evidenceFieldWords: Readonly<Record<string, Wording>> = {
  'content-encoding': words('内容编码', 'the content encoding'),
  'content-length': words('文件长度', 'the length of the file'),
  organization: words('组织', 'the organization'),
  takenOn: words('形成日期', 'the day it was taken on'),
};

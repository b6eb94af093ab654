import type { Wording } from './vocabulary.ts';

export const findingCodes = [
  'too-few-members',
  'too-many-members',
  'committee-missing',
  'committee-size',
  'term-over',
  'election-due',
  'extension-too-long',
  'result-unconfirmed',
  'secretary-vacant',
  'post-vacant',
  'secretary-of-two',
  'sector-missing',
  'graded-by-nobody',
  'joint-too-wide',
  'joint-without-cause',
  'temporary-overdue',
  'should-be-ordinary',
  'general-branch-missing',
  'organ-committee-missing',
  'parent-dissolved',
  'parent-not-open',
] as const;
export type FindingCode = (typeof findingCodes)[number];
export type FindingWeight = 'must' | 'normally';

/** A clause of a regulation, how firmly it binds, and what is the matter. */
export interface FindingWords {
  /** The regulation, by its short name. */
  readonly clause: string;
  /** 条款, beside the regulation; empty where nobody has checked which article it is. */
  readonly article: string;
  readonly weight: FindingWeight;
  readonly says: Wording;
}

const of =
  (clause: string) =>
  (weight: FindingWeight, says: Wording, article = ''): FindingWords => ({ clause, article, weight, says });

const branches = of('支部条例');
const organs = of('机关条例');
const terms = of('任期意见');
const grading = of('定级办法');

/** The findings on an organization (domain.md, section 3). */
export const findingWords: Readonly<Record<FindingCode, FindingWords>> = {
  'too-few-members': branches('must', { zh: '正式党员不足3人', en: 'fewer than 3 full members' }, '第四条'),
  'too-many-members': branches(
    'normally',
    { zh: '党员超过50人（含预备党员）', en: 'more than 50 members, probationary ones included' },
    '第四条',
  ),
  'committee-missing': branches('must', {
    zh: '正式党员7人以上未设支部委员会',
    en: '7 or more full members without a committee',
  }),
  'committee-size': branches('normally', {
    zh: '支部委员会应由3至5人组成，最多7人',
    en: 'a committee has 3 to 5 members, at most 7',
  }),
  'term-over': terms('must', { zh: '任期届满未换届', en: 'term over without an election' }),
  'election-due': terms('normally', { zh: '六个月内任期届满，应筹备换届', en: 'election due within 6 months' }),
  'extension-too-long': terms('must', { zh: '延期换届超过一年', en: 'term extended beyond one year' }),
  'result-unconfirmed': branches('must', {
    zh: '换届30日后选举结果仍未经上级批准',
    en: 'the result of the election is not confirmed 30 days after it',
  }),
  'secretary-vacant': branches('must', { zh: '书记空缺超过3个月', en: 'secretary vacant for more than 3 months' }),
  'post-vacant': branches('normally', {
    zh: '委员职务空缺超过3个月',
    en: 'a post of the committee vacant for more than 3 months',
  }),
  'secretary-of-two': branches('normally', {
    zh: '书记同时担任另一党支部书记',
    en: 'its secretary is the secretary of another branch too',
  }),
  'sector-missing': grading('must', {
    zh: '未登记领域，无法参加分类定级',
    en: 'no sector is registered, so it is graded by nobody',
  }),
  'graded-by-nobody': grading('must', {
    zh: '没有适用于其领域的评价标准，无人为其定级',
    en: 'no edition is in force for its sector, so it is graded by nobody',
  }),
  'joint-too-wide': branches(
    'normally',
    { zh: '联合党支部覆盖单位超过5个', en: 'a joint branch of more than 5 units' },
    '第五条',
  ),
  'joint-without-cause': branches(
    'must',
    {
      zh: '联合党支部的成员单位有正式党员3人以上，应当单独成立党支部',
      en: 'a unit of the joint branch has 3 full members and should have a branch of its own',
    },
    '第五条',
  ),
  'temporary-overdue': branches(
    'must',
    { zh: '临时党支部超过预定期限未撤销', en: 'a temporary branch beyond its expected end' },
    '第八条',
  ),
  'should-be-ordinary': branches('normally', {
    zh: '临时党支部已满六个月，应当成立正式党支部',
    en: 'a temporary branch for 6 months, which should be an ordinary one',
  }),
  'general-branch-missing': organs('must', {
    zh: '党员50人以上不足100人未设党总支',
    en: '50 to 99 members without a general branch',
  }),
  'organ-committee-missing': organs('must', {
    zh: '党员100人以上未设机关党委',
    en: '100 or more members without an organ committee',
  }),
  'parent-dissolved': branches('must', { zh: '上级组织已撤销', en: 'its parent organization is dissolved' }),
  'parent-not-open': branches('must', { zh: '上级组织尚未成立', en: 'its parent organization is not open yet' }),
};

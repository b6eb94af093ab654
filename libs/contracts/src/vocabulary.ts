/** Every word people read, Chinese first, English beside it. The one place where both stand side by side. */
export interface Wording {
  readonly zh: string;
  readonly en: string;
}
export type Language = keyof Wording;

export const organizationKinds = [
  'province',
  'city',
  'work-committee',
  'unit',
  'organ-committee',
  'general-branch',
  'branch',
] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const organizationKindWords: Readonly<Record<OrganizationKind, Wording>> = {
  province: { zh: '省委', en: 'province' },
  city: { zh: '市委', en: 'city' },
  'work-committee': { zh: '市直工委', en: 'work committee' },
  unit: { zh: '部门和单位', en: 'unit' },
  'organ-committee': { zh: '机关党委', en: 'organ committee' },
  'general-branch': { zh: '党总支', en: 'general branch' },
  branch: { zh: '党支部', en: 'branch' },
};

/** Under which kinds each kind may stand (domain.md, section 3). Every parent is of a kind above its own, so no cycle can be built. */
export const parentKinds: Readonly<Record<OrganizationKind, readonly OrganizationKind[]>> = {
  province: [],
  city: ['province'],
  'work-committee': ['city'],
  unit: ['work-committee'],
  'organ-committee': ['unit'],
  'general-branch': ['organ-committee', 'unit'],
  branch: ['general-branch', 'organ-committee', 'unit'],
};

export const sectors = ['organ', 'institution', 'soe', 'private', 'social', 'school', 'retired'] as const;
export type Sector = (typeof sectors)[number];

/** 领域: what kind of place the members work in; an edition is written for one of them. */
export const sectorWords: Readonly<Record<Sector, Wording>> = {
  organ: { zh: '机关', en: 'government organ' },
  institution: { zh: '事业单位', en: 'public institution' },
  soe: { zh: '国有企业', en: 'state-owned enterprise' },
  private: { zh: '非公企业', en: 'private enterprise' },
  social: { zh: '社会组织', en: 'social organization' },
  school: { zh: '学校', en: 'school' },
  retired: { zh: '离退休', en: 'retired members' },
};

export const activityKinds = [
  'members-meeting',
  'committee-meeting',
  'cell-meeting',
  'party-lecture',
  'party-day',
  'organizational-life-meeting',
  'democratic-appraisal',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** How often each kind is due in a year, and what must exist for it to be due (domain.md, section 3). */
export const activityCadence: Readonly<
  Record<ActivityKind, { timesAYear: 1 | 4 | 12; onlyWith?: 'committee' | 'cells'; words: Wording }>
> = {
  'members-meeting': { timesAYear: 4, words: { zh: '支部党员大会', en: 'members’ meeting' } },
  'committee-meeting': { timesAYear: 12, onlyWith: 'committee', words: { zh: '支部委员会', en: 'committee meeting' } },
  'cell-meeting': { timesAYear: 12, onlyWith: 'cells', words: { zh: '党小组会', en: 'cell meeting' } },
  'party-lecture': { timesAYear: 4, words: { zh: '党课', en: 'Party lecture' } },
  'party-day': { timesAYear: 12, words: { zh: '主题党日', en: 'Party day' } },
  'organizational-life-meeting': { timesAYear: 1, words: { zh: '组织生活会', en: 'organizational-life meeting' } },
  'democratic-appraisal': { timesAYear: 1, words: { zh: '民主评议党员', en: 'democratic appraisal of members' } },
};

export const findingCodes = [
  'too-few-members',
  'too-many-members',
  'committee-missing',
  'committee-size',
  'term-over',
  'election-due',
  'extension-too-long',
  'secretary-vacant',
  'general-branch-missing',
  'organ-committee-missing',
  'parent-dissolved',
] as const;
export type FindingCode = (typeof findingCodes)[number];
export type FindingWeight = 'must' | 'normally';

/** The findings on an organization: regulation clause, weight and wording (domain.md, section 3). */
export const findingWords: Readonly<Record<FindingCode, { clause: string; weight: FindingWeight; says: Wording }>> = {
  'too-few-members': {
    clause: '支部条例',
    weight: 'must',
    says: { zh: '正式党员不足3人', en: 'fewer than 3 full members' },
  },
  'too-many-members': {
    clause: '支部条例',
    weight: 'normally',
    says: { zh: '党员超过50人（含预备党员）', en: 'more than 50 members, probationary ones included' },
  },
  'committee-missing': {
    clause: '支部条例',
    weight: 'must',
    says: { zh: '正式党员7人以上未设支部委员会', en: '7 or more full members without a committee' },
  },
  'committee-size': {
    clause: '支部条例',
    weight: 'normally',
    says: { zh: '支部委员会应由3至5人组成，最多7人', en: 'a committee has 3 to 5 members, at most 7' },
  },
  'term-over': {
    clause: '任期意见',
    weight: 'must',
    says: { zh: '任期届满未换届', en: 'term over without an election' },
  },
  'election-due': {
    clause: '任期意见',
    weight: 'normally',
    says: { zh: '六个月内任期届满，应筹备换届', en: 'election due within 6 months' },
  },
  'extension-too-long': {
    clause: '任期意见',
    weight: 'must',
    says: { zh: '延期换届超过一年', en: 'term extended beyond one year' },
  },
  'secretary-vacant': {
    clause: '支部条例',
    weight: 'must',
    says: { zh: '书记空缺超过3个月', en: 'secretary vacant for more than 3 months' },
  },
  'general-branch-missing': {
    clause: '机关条例',
    weight: 'must',
    says: { zh: '党员50人以上不足100人未设党总支', en: '50 to 99 members without a general branch' },
  },
  'organ-committee-missing': {
    clause: '机关条例',
    weight: 'must',
    says: { zh: '党员100人以上未设机关党委', en: '100 or more members without an organ committee' },
  },
  'parent-dissolved': {
    clause: '支部条例',
    weight: 'must',
    says: { zh: '上级组织已撤销', en: 'its parent organization is dissolved' },
  },
};

/** The words of the schemes known from domain.md, for grades recorded from before the platform. */
export const schemeWords: Readonly<Record<string, Wording>> = {
  classification: { zh: '分类定级', en: 'classification' },
  appraisal: { zh: '年度考核', en: 'appraisal' },
};

/**
 * The grades of these schemes, best first, as domain.md has them: a grade from before the platform may be one of them
 * while no edition of its scheme is there to say which it knows.
 */
export const schemeGrades: Readonly<Record<string, readonly string[]>> = {
  classification: ['advanced', 'general', 'lagging'],
  appraisal: ['good', 'fairly-good', 'general', 'poor'],
};

/** What a scheme is called; one that the platform has no words for is called by its code. */
export const wordsOfScheme = (scheme: string): Wording =>
  (Object.hasOwn(schemeWords, scheme) ? schemeWords[scheme] : undefined) ?? { zh: scheme, en: scheme };

/** How firmly a grade stands: confirmed with its round, not yet so, or not given at all. */
export const gradeStandingWords = {
  confirmed: { zh: '已核准', en: 'confirmed' },
  provisional: { zh: '未核准', en: 'provisional' },
  ungraded: { zh: '未评定', en: 'ungraded' },
} as const satisfies Readonly<Record<string, Wording>>;

export const problemSources = ['self-check', 'grading', 'data-match', 'inspection', 'liaison-visit', 'masses'] as const;
export type ProblemSourceKind = (typeof problemSources)[number];

/** Where a problem was found (domain.md, section 5). */
export const problemSourceWords: Readonly<Record<ProblemSourceKind, Wording>> = {
  'self-check': { zh: '支部自查', en: 'self-check' },
  grading: { zh: '定级失分', en: 'points lost in grading' },
  'data-match': { zh: '数据比对', en: 'five-basics data match' },
  inspection: { zh: '检查发现', en: 'inspection' },
  'liaison-visit': { zh: '挂钩联系走访', en: 'liaison visit' },
  masses: { zh: '群众反映', en: 'raised by the masses' },
};

export const escalationLevels = ['branch-secretary', 'party-group', 'work-committee'] as const;
export type EscalationLevel = (typeof escalationLevels)[number];

/** Who answers for an overdue rectification, and from which day after its due date on (domain.md, section 5). */
export const escalationLadder: Readonly<
  Record<EscalationLevel, { readonly fromDay: number; readonly words: Wording }>
> = {
  'branch-secretary': { fromDay: 1, words: { zh: '党支部书记', en: 'the branch secretary' } },
  'party-group': { fromDay: 7, words: { zh: '党组（党委）', en: 'the unit’s party group' } },
  'work-committee': { fromDay: 30, words: { zh: '市直工委', en: 'the work committee' } },
};

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
  'basic-committee',
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
  'basic-committee': { zh: '基层党委', en: 'basic committee' },
  'general-branch': { zh: '党总支', en: 'general branch' },
  branch: { zh: '党支部', en: 'branch' },
};

/**
 * Under which kinds each kind may stand (domain.md, section 3). Every parent is of a kind above its own, but for a unit
 * under a unit (下属单位): that is one level, so no cycle can be built.
 */
export const parentKinds: Readonly<Record<OrganizationKind, readonly OrganizationKind[]>> = {
  province: [],
  city: ['province'],
  'work-committee': ['city'],
  unit: ['work-committee', 'unit'],
  'organ-committee': ['unit', 'work-committee'],
  'basic-committee': ['organ-committee', 'work-committee', 'unit'],
  'general-branch': ['organ-committee', 'basic-committee', 'unit'],
  branch: ['general-branch', 'basic-committee', 'organ-committee', 'unit'],
};

/** What only some kinds of organization have. */
export const organizationTraits = ['election', 'committee', 'cells', 'profile', 'form'] as const;
export type OrganizationTrait = (typeof organizationTraits)[number];

const led: readonly OrganizationKind[] = ['organ-committee', 'basic-committee', 'general-branch', 'branch'];

/** Which kinds hold elections, have a committee, cells (党小组), a profile (一特色一品牌一亮点), a form (联合、临时). */
export const kindsWith: Readonly<Record<OrganizationTrait, readonly OrganizationKind[]>> = {
  election: led,
  committee: led,
  cells: ['branch'],
  profile: ['branch'],
  form: ['branch'],
};

export const organizationForms = ['ordinary', 'joint', 'temporary', 'retired'] as const;
export type OrganizationForm = (typeof organizationForms)[number];

/** 党支部形式 (domain.md, section 3). */
export const organizationFormWords: Readonly<Record<OrganizationForm, Wording>> = {
  ordinary: { zh: '单独设立', en: 'ordinary' },
  joint: { zh: '联合党支部', en: 'joint' },
  temporary: { zh: '临时党支部', en: 'temporary' },
  retired: { zh: '离退休党支部', en: 'of the retired' },
};

export const committeePosts = [
  'secretary',
  'deputy-secretary',
  'organization',
  'publicity',
  'discipline',
  'member',
] as const;
export type CommitteePost = (typeof committeePosts)[number];

/** 委员会职务. */
export const committeePostWords: Readonly<Record<CommitteePost, Wording>> = {
  secretary: { zh: '书记', en: 'secretary' },
  'deputy-secretary': { zh: '副书记', en: 'deputy secretary' },
  organization: { zh: '组织委员', en: 'organization' },
  publicity: { zh: '宣传委员', en: 'publicity' },
  discipline: { zh: '纪检委员', en: 'discipline inspection' },
  member: { zh: '委员', en: 'member' },
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

/** The words of the schemes known from domain.md, for grades recorded from before the platform. */
export const schemeWords: Readonly<Record<string, Wording>> = {
  classification: { zh: '分类定级', en: 'classification' },
  appraisal: { zh: '年度考核', en: 'appraisal' },
};

/** What a scheme is called; one that the platform has no words for is called by its code. */
export const wordsOfScheme = (scheme: string): Wording =>
  (Object.hasOwn(schemeWords, scheme) ? schemeWords[scheme] : undefined) ?? { zh: scheme, en: scheme };

/** How firmly a grade stands: confirmed with its round, not yet so, or not given at all; a temporary branch is given none. */
export const gradeStandingWords = {
  confirmed: { zh: '已核准', en: 'confirmed' },
  provisional: { zh: '未核准', en: 'provisional' },
  ungraded: { zh: '未评定', en: 'ungraded' },
  notGraded: { zh: '不参加定级', en: 'not to be graded' },
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

export const dismissalReasons = ['not-a-problem', 'duplicate', 'entered-in-error', 'branch-dissolved'] as const;
export type DismissalReason = (typeof dismissalReasons)[number];

/** Why a problem is dismissed (domain.md, section 5). */
export const dismissalWords: Readonly<Record<DismissalReason, Wording>> = {
  'not-a-problem': { zh: '不构成问题', en: 'it is no problem' },
  duplicate: { zh: '重复列入', en: 'it is on the list already' },
  'entered-in-error': { zh: '录入有误', en: 'it was entered in error' },
  'branch-dissolved': { zh: '组织已撤销', en: 'the organization is dissolved' },
};

export const sixHavesNames = ['venue', 'equipment', 'signage', 'reading-corner', 'systems', 'staff'] as const;
export type SixHavesName = (typeof sixHavesNames)[number];

/** 六有, the items of the aspect `six-haves`. */
export const sixHaves: Readonly<Record<string, Wording>> = {
  venue: { zh: '活动场所', en: 'venue' },
  equipment: { zh: '设施设备', en: 'equipment' },
  signage: { zh: '标志标识', en: 'signage' },
  'reading-corner': { zh: '书报专栏', en: 'reading corner' },
  systems: { zh: '管理制度', en: 'systems' },
  staff: { zh: '人员保障', en: 'staff' },
};

export const gradedAspects = [
  'organization-setup',
  'leadership-team',
  'member-education',
  'organizational-life',
  'work-carriers',
  'venue-building',
  'operating-mechanism',
  'basic-support',
] as const;
export type GradedAspect = (typeof gradedAspects)[number];

/** 八个方面, by which editions grade (domain.md, section 1). */
export const gradedAspectWords: Readonly<Record<GradedAspect, Wording>> = {
  'organization-setup': { zh: '组织设置', en: 'organization setup' },
  'leadership-team': { zh: '班子队伍建设', en: 'leadership team' },
  'member-education': { zh: '党员教育管理', en: 'education and management of members' },
  'organizational-life': { zh: '党内组织生活', en: 'organizational life' },
  'work-carriers': { zh: '工作载体建设', en: 'work carriers' },
  'venue-building': { zh: '活动场所建设', en: 'venue' },
  'operating-mechanism': { zh: '工作运行机制', en: 'operating mechanism' },
  'basic-support': { zh: '基本工作保障', en: 'basic support' },
};

/** Aspects of problems beyond those of an edition. */
export const problemAspects = ['five-basics', 'six-haves', 'responsibility', 'other'] as const;
export type ProblemAspect = (typeof problemAspects)[number];
export const problemAspectWords: Readonly<Record<ProblemAspect, Wording>> = {
  'five-basics': { zh: '五个基本', en: 'five basics' },
  'six-haves': { zh: '六有', en: 'six haves' },
  responsibility: { zh: '责任落实', en: 'responsibility' },
  other: { zh: '其他', en: 'other' },
};

export const escalationLevels = ['branch-secretary', 'party-group', 'work-committee'] as const;
export type EscalationLevel = (typeof escalationLevels)[number];

/** Whoever is told of what is late: the levels of the ladder, and the superior whose own step is. */
export const toldLevels = [...escalationLevels, 'superior'] as const;
export type ToldLevel = (typeof toldLevels)[number];
export const superiorWords: Wording = { zh: '上级党组织', en: 'the superior' };

/** Who answers for an overdue rectification, and from which day after its due date on (domain.md, section 5). */
export const escalationLadder: Readonly<
  Record<EscalationLevel, { readonly fromDay: number; readonly words: Wording }>
> = {
  'branch-secretary': { fromDay: 1, words: { zh: '党支部书记', en: 'the branch secretary' } },
  'party-group': { fromDay: 7, words: { zh: '党组（党委）', en: 'the unit’s party group' } },
  'work-committee': { fromDay: 30, words: { zh: '市直工委', en: 'the work committee' } },
};

import type { OrganizationKind, Wording } from './vocabulary.ts';

export const programmeKinds = ['advanced-organization', 'standardization-site', 'party-building-site'] as const;
export type ProgrammeKind = (typeof programmeKinds)[number];

/** 命名的类别 (domain.md, section 1). */
export const programmeKindWords: Readonly<Record<ProgrammeKind, Wording>> = {
  'advanced-organization': { zh: '先进基层党组织', en: 'advanced primary organization' },
  'standardization-site': { zh: '规范化建设示范点', en: 'standardization site' },
  'party-building-site': { zh: '基层党建示范点', en: 'party-building site' },
};

export const programmeLevels = ['province', 'city', 'committee'] as const;
export type ProgrammeLevel = (typeof programmeLevels)[number];

/** 命名的级别. */
export const programmeLevelWords: Readonly<Record<ProgrammeLevel, Wording>> = {
  province: { zh: '省级', en: 'province level' },
  city: { zh: '市级', en: 'city level' },
  committee: { zh: '市直工委级', en: 'committee level' },
};

/** Of which kind the body is that designates at a level. */
export const bodyKinds: Readonly<Record<ProgrammeLevel, OrganizationKind>> = {
  province: 'province',
  city: 'city',
  committee: 'work-committee',
};

export const approvals = ['approved', 'party-commendation', 'entrusted', 'own-inner-bodies', 'before-2022'] as const;
export type Approval = (typeof approvals)[number];

/** On what a programme rests (创建示范活动管理办法（试行），2022). */
export const approvalWords: Readonly<Record<Approval, Wording>> = {
  approved: { zh: '经批准设立', en: 'approved' },
  'party-commendation': { zh: '两优一先表彰', en: 'a commendation within the Party' },
  entrusted: { zh: '受上级委托', en: 'entrusted by a higher body' },
  'own-inner-bodies': { zh: '面向本机关内设机构', en: 'of the body’s own inner bodies' },
  'before-2022': { zh: '2022年以前设立', en: 'from before 2022' },
};

export const reviewSteps = ['superior', 'party-group', 'committee'] as const;
export type ReviewStep = (typeof reviewSteps)[number];

/** The steps of the review of an application, in their order (domain.md, section 4). */
export const reviewStepWords: Readonly<Record<ReviewStep, Wording>> = {
  superior: { zh: '上级党组织审核', en: 'review by the superior' },
  'party-group': { zh: '党组（党委）审核', en: 'review by the party group' },
  committee: { zh: '工委实地审核', en: 'review by the committee on the spot' },
};

export const reviewOutcomes = ['passed', 'returned'] as const;
/** 审核结论. */
export const reviewOutcomeWords: Readonly<Record<(typeof reviewOutcomes)[number], Wording>> = {
  passed: { zh: '同意', en: 'passed' },
  returned: { zh: '退回补正', en: 'returned' },
};

export const reinspectionOutcomes = ['passed', 'conditional', 'failed'] as const;
export type ReinspectionOutcome = (typeof reinspectionOutcomes)[number];

/** 复核结论. */
export const reinspectionWords: Readonly<Record<ReinspectionOutcome, Wording>> = {
  passed: { zh: '复核合格', en: 'passed' },
  conditional: { zh: '限期整改', en: 'conditional' },
  failed: { zh: '复核不合格', en: 'failed' },
};

export const expiryReasons = ['validity-over', 'organization-dissolved'] as const;
export const restorationReasons = ['appeal-overturned', 'organization-reinstated'] as const;

export const sixHavesStandings = ['met', 'met-by-function', 'unmet'] as const;
export type SixHavesStanding = (typeof sixHavesStandings)[number];

/** 六有 as they are found: the hardware, the function by other means, or neither. */
export const sixHavesStandingWords: Readonly<Record<SixHavesStanding, Wording>> = {
  met: { zh: '具备', en: 'met' },
  'met-by-function': { zh: '功能具备', en: 'met by function' },
  unmet: { zh: '不具备', en: 'unmet' },
};

export const sixHavesOccasions = ['yearly', 'acceptance', 'reinspection'] as const;
export type SixHavesOccasion = (typeof sixHavesOccasions)[number];

/** On what occasion the six haves are checked. */
export const sixHavesOccasionWords: Readonly<Record<SixHavesOccasion, Wording>> = {
  yearly: { zh: '年度检查', en: 'yearly' },
  acceptance: { zh: '验收', en: 'acceptance' },
  reinspection: { zh: '复核', en: 'reinspection' },
};

/** Why an organization may not apply, or may not be in a batch (domain.md, section 4, designation). */
export const conditionWords = {
  'grade-not-leading': { zh: '没有生效且已核准的先进等次', en: 'no confirmed grade of leading standing is in force' },
  'remediation-open': { zh: '后进整顿尚未结束', en: 'a remediation is under way' },
  'problem-overdue': { zh: '有逾期未整改的问题', en: 'a problem is overdue' },
  'veto-recent': { zh: '24个月内有一票否决情形', en: 'there was a veto within 24 months' },
  'appraisal-low': { zh: '年度考核在“较好”以下', en: 'the appraisal is below fairly good' },
  'six-haves-unchecked': { zh: '没有登记“六有”', en: 'the six haves are not recorded' },
  'six-haves-stale': { zh: '“六有”登记已超过12个月', en: 'the six haves were checked more than 12 months ago' },
  'six-haves-unmet': { zh: '“六有”不齐全', en: 'the six haves are not all met' },
} as const satisfies Readonly<Record<string, Wording>>;
export type ConditionCode = keyof typeof conditionWords;

import type { Wording } from './vocabulary.ts';

export const roundSteps = ['self-rating', 'rating', 'unit-review', 'list', 'notice', 'confirmation'] as const;
export type RoundStep = (typeof roundSteps)[number];

/** The steps of a round in their order (domain.md, section 8). */
export const roundStepWords: Readonly<Record<RoundStep, Wording>> = {
  'self-rating': { zh: '支部自评', en: 'self-rating' },
  rating: { zh: '测评和上级评定', en: 'poll and the superior’s rating' },
  'unit-review': { zh: '党组（党委）审核', en: 'review by the party group' },
  list: { zh: '工委提出名单', en: 'the committee’s list' },
  notice: { zh: '公示', en: 'public notice' },
  confirmation: { zh: '核准和通报', en: 'confirmation and circular' },
};

export const exemptions = ['lived-less', 'form', 'other'] as const;
export type Exemption = (typeof exemptions)[number];

/** Why a branch is exempt from a round: a reason of its edition, or another with a basis. */
export const exemptionWords: Readonly<Record<Exemption, Wording>> = {
  'lived-less': { zh: '成立时间不足', en: 'it was founded too short a time ago' },
  form: { zh: '该类型支部免于定级', en: 'branches of its form are exempt' },
  other: { zh: '另有依据', en: 'for a reason of its own, with a basis' },
};

export const outsideReasons = [
  'sector-missing',
  'sector-of-no-edition',
  'kind-of-no-edition',
  'confirmed-elsewhere',
] as const;
export type OutsideReason = (typeof outsideReasons)[number];

/** Why an organization under the committee is graded in no edition of a round. */
export const outsideWords: Readonly<Record<OutsideReason, Wording>> = {
  'sector-missing': { zh: '未登记领域', en: 'its sector is not registered' },
  'sector-of-no-edition': { zh: '本轮没有适用其领域的标准', en: 'the round has no edition for its sector' },
  'kind-of-no-edition': { zh: '其领域的标准不适用该类组织', en: 'the edition for its sector does not grade its kind' },
  'confirmed-elsewhere': {
    zh: '已在另一工委的本年度定级中核准',
    en: 'it was confirmed in the round of another committee',
  },
};

export const objectionKinds = ['facts', 'procedure', 'other'] as const;
export type ObjectionKind = (typeof objectionKinds)[number];

/** What an objection to a public notice says; never who raised it. */
export const objectionWords: Readonly<Record<ObjectionKind, Wording>> = {
  facts: { zh: '情况不实', en: 'the facts are not so' },
  procedure: { zh: '程序不合规定', en: 'the procedure was not kept' },
  other: { zh: '其他', en: 'another matter' },
};

export const objectionOutcomes = ['upheld', 'rejected'] as const;
export type ObjectionOutcome = (typeof objectionOutcomes)[number];

export const objectionOutcomeWords: Readonly<Record<ObjectionOutcome, Wording>> = {
  upheld: { zh: '异议成立', en: 'upheld' },
  rejected: { zh: '异议不成立', en: 'not upheld' },
};

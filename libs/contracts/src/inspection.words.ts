import type { Wording } from './vocabulary.ts';

export const inspectionScopes = ['comprehensive', 'special', 'follow-up'] as const;
export type InspectionScope = (typeof inspectionScopes)[number];

/** 督查范围. */
export const inspectionScopeWords: Readonly<Record<InspectionScope, Wording>> = {
  comprehensive: { zh: '综合督查', en: 'comprehensive' },
  special: { zh: '专项督查', en: 'special' },
  'follow-up': { zh: '回访督查', en: 'follow-up' },
};

export const inspectionModes = ['random-survey', 'on-site', 'remote', 'back-office'] as const;
export type InspectionMode = (typeof inspectionModes)[number];

/** 督查方式 (domain.md, section 1). */
export const inspectionModeWords: Readonly<Record<InspectionMode, Wording>> = {
  'random-survey': { zh: '随机调研', en: 'random survey' },
  'on-site': { zh: '实地检查', en: 'on-site inspection' },
  remote: { zh: '远程抽查', en: 'remote check' },
  'back-office': { zh: '后台调度', en: 'back-office check' },
};

export const inspectionPurposes = ['routine', 'acceptance', 'reinspection', 'follow-up'] as const;
export type InspectionPurpose = (typeof inspectionPurposes)[number];

/** 督查目的 (domain.md, section 1). */
export const inspectionPurposeWords: Readonly<Record<InspectionPurpose, Wording>> = {
  routine: { zh: '日常督查', en: 'routine' },
  acceptance: { zh: '验收', en: 'acceptance' },
  reinspection: { zh: '复核', en: 'reinspection' },
  'follow-up': { zh: '整改回访', en: 'follow-up' },
};

export const severities = ['minor', 'major', 'grave'] as const;
export type Severity = (typeof severities)[number];

/** 问题的严重程度. */
export const severityWords: Readonly<Record<Severity, Wording>> = {
  minor: { zh: '轻微', en: 'minor' },
  major: { zh: '较重', en: 'major' },
  grave: { zh: '严重', en: 'grave' },
};

export const inspectionOutcomes = ['pass', 'rectify', 'fail'] as const;
export type InspectionOutcome = (typeof inspectionOutcomes)[number];

/** 督查结论. */
export const inspectionOutcomeWords: Readonly<Record<InspectionOutcome, Wording>> = {
  pass: { zh: '合格', en: 'pass' },
  rectify: { zh: '限期整改', en: 'to be rectified' },
  fail: { zh: '不合格', en: 'fail' },
};

export const spotCheckKinds = ['secretary-report', 'officers-knowledge', 'members-awareness'] as const;
export type SpotCheckKind = (typeof spotCheckKinds)[number];

/** 现场抽问. */
export const spotCheckWords: Readonly<Record<SpotCheckKind, Wording>> = {
  'secretary-report': { zh: '书记汇报', en: 'report of the secretary' },
  'officers-knowledge': { zh: '班子成员应知应会', en: 'what the officers have to know' },
  'members-awareness': { zh: '党员知晓情况', en: 'what the members are aware of' },
};

export const cancellationReasons = ['body-decided', 'organization-dissolved', 'recorded-in-error'] as const;

/** 取消督查的原因. */
export const cancellationWords: Readonly<Record<(typeof cancellationReasons)[number], Wording>> = {
  'body-decided': { zh: '督查单位决定取消', en: 'the body decided so' },
  'organization-dissolved': { zh: '组织撤销', en: 'the organization was dissolved' },
  'recorded-in-error': { zh: '以往督查登记有误', en: 'an inspection from before the platform was recorded in error' },
};

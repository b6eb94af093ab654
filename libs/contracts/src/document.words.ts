import type { ServiceName } from './contract.ts';
import type { Wording } from './vocabulary.ts';

/** A kind of document: what it is called, and in which service the decision is made that it tells of. */
export interface DocumentKind extends Wording {
  readonly service: ServiceName;
}

/** 文书: every kind that is drafted and can be issued under a number (domain.md, section 9), in the order of a year. */
export const documentKinds = {
  'grading-notice': { zh: '定级通知', en: 'notice of grading', service: 'assessment' },
  'score-sheet': { zh: '评分表', en: 'score sheet', service: 'assessment' },
  'unit-summary': { zh: '单位汇总表', en: 'summary of a unit', service: 'assessment' },
  'notice-list': { zh: '公示名单', en: 'list for public notice', service: 'assessment' },
  'grading-results': { zh: '定级结果通报', en: 'circular on the results', service: 'assessment' },
  'problem-list': { zh: '问题清单', en: 'list of problems', service: 'rectification' },
  'rectification-list': { zh: '整改清单', en: 'list of rectifications', service: 'rectification' },
  'responsibility-list': { zh: '责任清单', en: 'list of responsibilities', service: 'rectification' },
  'escalation-letter': { zh: '督办函', en: 'letter of escalation', service: 'rectification' },
  'remediation-ledger': { zh: '后进整顿台账', en: 'ledger of remediations', service: 'rectification' },
  'election-reminder': { zh: '换届提醒函', en: 'reminder of elections', service: 'organization' },
  'data-comparison': { zh: '数据比对表', en: 'comparison of data', service: 'assessment' },
  'application-form': { zh: '申报表', en: 'application form', service: 'assessment' },
  'designation-notice': { zh: '拟命名公示名单', en: 'list for notice of designations', service: 'assessment' },
  'designation-decision': { zh: '命名决定', en: 'decision on designations', service: 'assessment' },
  'draw-announcement': { zh: '抽取公告', en: 'announcement of a draw', service: 'supervision' },
  'draw-result': { zh: '抽取结果', en: 'result of a draw', service: 'supervision' },
  'inspection-checklist': { zh: '检查表', en: 'inspection checklist', service: 'supervision' },
  'supervision-report': { zh: '督查报告', en: 'supervision report', service: 'supervision' },
  'rectification-notice': { zh: '整改通知书', en: 'rectification notice', service: 'supervision' },
  'reinspection-table': { zh: '复核情况表', en: 'table of reinspections', service: 'supervision' },
  'revocation-notice': { zh: '拟取消命名告知书', en: 'notice of intended revocation', service: 'supervision' },
  'revocation-decision': { zh: '取消命名决定', en: 'decision on a revocation', service: 'supervision' },
  'appeal-decision': { zh: '申诉处理决定', en: 'decision on an appeal', service: 'supervision' },
} as const satisfies Readonly<Record<string, DocumentKind>>;
export type DocumentName = keyof typeof documentKinds;

/** What a kind of document is called in commands and addresses. */
export const documentNames: readonly DocumentName[] = Object.keys(documentKinds).filter((name): name is DocumentName =>
  Object.hasOwn(documentKinds, name),
);

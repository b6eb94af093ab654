import type { Right } from './rights.ts';
import { type OrganizationKind, organizationKinds, type Wording } from './vocabulary.ts';

/**
 * Where a right of a duty holds: at the organization of the duty and all that stands under it, which of the platform is
 * all; only under it, where its holder acts as superior; only at that organization itself; at the platform itself and
 * what stands above every work committee.
 */
export type Reach = 'subtree' | 'below' | 'own' | 'above-committees';

/** What a duty is, and what it lets its holder do: one row of the table of access.md, section 2. */
export interface DutyDeclaration {
  readonly words: Wording;
  /** Of which kinds the organization is at which it is held; none: it is held at the platform. */
  readonly heldAt: readonly OrganizationKind[];
  readonly rights: Readonly<Partial<Record<Reach, readonly Right[]>>>;
  /** 三权分立: excludes every other duty. */
  readonly isAdministrator?: true;
  /** Held for a set of branches, and only until a day. */
  readonly isForBranches?: true;
  /** Held by what the platform records of an inspection; never proposed. */
  readonly isByInspection?: true;
  /** Its holder may read the logs, as far as they are about what stands under his organization. */
  readonly readsLogs?: true;
}

/** What the superior of an organization may do about it. */
const asSuperior = [
  'record-facts',
  'rate',
  'judge-problem',
  'verify',
  'grant',
  'accept-remediation',
  'review-application',
  'six-haves',
] as const;

/** What an organization may do about itself. */
const forItself = ['rectify', 'report-completion', 'apply'] as const;

/** What an office of the province or a city does about all that stands under it. */
const office = {
  subtree: ['inspect', 'designate', 'issue-document', 'draft-edition', 'publish-edition', 'propose-duty'],
  below: ['verify', 'judge-problem'],
} as const;

/** The duties that people hold, in the order of access.md. */
export const dutyNames = [
  'province-office',
  'city-office',
  'committee-clerk',
  'committee-decider',
  'party-group-secretary',
  'organ-committee-staff',
  'branch-secretary',
  'rater',
  'verifier',
  'inspector',
  'auditor',
  'system-administrator',
  'security-administrator',
  'audit-administrator',
  'feed-client',
] as const;
export type DutyName = (typeof dutyNames)[number];

/** What each duty is. */
export const dutyTable: Readonly<Record<DutyName, DutyDeclaration>> = {
  'province-office': { words: { zh: '省委组织部', en: 'province office' }, heldAt: ['province'], rights: office },
  'city-office': { words: { zh: '市委组织部', en: 'city office' }, heldAt: ['city'], rights: office },
  'committee-clerk': {
    words: { zh: '工委工作人员', en: 'clerk of a work committee' },
    heldAt: ['work-committee'],
    rights: {
      subtree: [
        'register',
        'record-facts',
        'record-activity',
        'open-round',
        'draft-edition',
        'propose-duty',
        'issue-document',
        'evidence',
        'enter',
        'import',
        'export',
      ],
    },
  },
  'committee-decider': {
    words: { zh: '工委负责人', en: 'decider of a work committee' },
    heldAt: ['work-committee'],
    rights: {
      subtree: [
        'decide-grade',
        'close-round',
        'publish-edition',
        'designate',
        'inspect',
        'confirm-remediation',
        'issue-document',
      ],
      below: asSuperior,
      own: ['declare-common'],
    },
  },
  'party-group-secretary': {
    words: { zh: '党组（党委）书记', en: 'secretary of a party group' },
    heldAt: ['unit'],
    rights: { subtree: ['answer-escalation', 'liaise', 'review-unit', 'six-haves', 'evidence'], own: forItself },
  },
  'organ-committee-staff': {
    words: { zh: '机关党委专职工作人员', en: 'staff of an organ committee' },
    heldAt: ['organ-committee', 'basic-committee', 'general-branch'],
    rights: {
      subtree: ['issue-document', 'evidence'],
      below: [...asSuperior, 'propose-duty'],
      own: [...forItself, 'declare-common'],
    },
  },
  'branch-secretary': {
    words: { zh: '党支部书记', en: 'secretary of a branch' },
    heldAt: ['branch'],
    rights: { own: ['rate', 'record-activity', 'evidence', ...forItself] },
  },
  rater: {
    words: { zh: '评分人', en: 'rater' },
    heldAt: ['work-committee', 'organ-committee', 'basic-committee', 'general-branch', 'branch'],
    rights: { subtree: ['rate', 'evidence'] },
    isForBranches: true,
  },
  verifier: {
    words: { zh: '验收人', en: 'verifier' },
    heldAt: ['work-committee', 'organ-committee', 'basic-committee', 'general-branch', 'branch'],
    rights: { subtree: ['verify', 'evidence'] },
    isForBranches: true,
  },
  inspector: {
    words: { zh: '督查人员', en: 'inspector' },
    heldAt: ['province', 'city', 'work-committee'],
    rights: { subtree: ['record-finding', 'verify', 'six-haves', 'evidence'] },
    isByInspection: true,
  },
  auditor: { words: { zh: '审计人员', en: 'auditor' }, heldAt: organizationKinds, rights: {}, readsLogs: true },
  'system-administrator': {
    words: { zh: '系统管理员', en: 'system administrator' },
    heldAt: [],
    rights: { subtree: ['administer-accounts', 'operate'], 'above-committees': ['propose-duty'] },
    isAdministrator: true,
  },
  'security-administrator': {
    words: { zh: '安全管理员', en: 'security administrator' },
    heldAt: [],
    rights: { subtree: ['confirm-duty', 'administer-policies'] },
    isAdministrator: true,
  },
  'audit-administrator': {
    words: { zh: '审计管理员', en: 'audit administrator' },
    heldAt: [],
    rights: { subtree: ['audit-access'] },
    isAdministrator: true,
  },
  'feed-client': { words: { zh: '对接机构', en: 'client of a feed' }, heldAt: organizationKinds, rights: {} },
};

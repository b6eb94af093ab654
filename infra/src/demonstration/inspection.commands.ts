import type { InspectionFinding } from '@zhibu/contracts';
import { addDays, type Day, derivedId } from '@zhibu/kernel';
import type { Planning } from './case.rules.ts';
import { clerksOf, inspectorsOf, secretaryOf } from './person.rules.ts';
import { REINSPECTIONS } from './plan.commands.ts';
import type { Step } from './stage.rules.ts';

/** What the inspections of the demonstration are planned from. */
export interface Supervising extends Planning {
  /** The day on which they are recorded, the last of the year: a visit is not dated back. */
  readonly on: Day;
  /** The programme by which an organization is designated, by its code. */
  readonly programmes: ReadonlyMap<string, string>;
}

/** A visit to a branch of the city, with what is found. */
export interface Visit {
  readonly branch: string;
  readonly purpose: 'acceptance' | 'reinspection';
  readonly by: 'committee' | 'city';
  /** Of the findings below so many, from the first on; none: it passes. */
  readonly found: 0 | 1 | 3;
}

const seen = (branch: string, visit: Partial<Visit> = {}): Visit => ({
  branch: `990100-SZGW-${branch}`,
  purpose: 'reinspection',
  by: 'committee',
  found: 0,
  ...visit,
});

/** 复核不合格, with nothing proposed yet; 取消命名; 取消命名后提出申诉. */
export const FAILED = seen('008-B004', { found: 3 });
export const REVOKED = seen('031-B002', { found: 3 });
export const APPEALED = seen('058-B009', { found: 3 });

/** 验收 of two who may apply, 复核 of designated ones: what passes, one on grace, and what fails. */
export const VISITS: readonly Visit[] = [
  seen('002-B001', { purpose: 'acceptance' }),
  seen('005-B025', { purpose: 'acceptance' }),
  seen('008-B001'),
  seen('009-B006'),
  seen('006-B007', { by: 'city' }),
  seen('010-B001', { by: 'city' }),
  seen('005-B013', { found: 1 }),
  FAILED,
  REVOKED,
  APPEALED,
];

/** By which programme those apply that are accepted: that of who is designated at their committee's level. */
const APPLIED_AS = FAILED.branch;

type Found = Pick<InspectionFinding, 'aspect' | 'item' | 'says' | 'severity'>;
const FINDINGS: readonly Found[] = [
  { aspect: 'work-carriers', item: '5.3', says: '特色品牌未更新，近半年没有开展创建活动', severity: 'major' },
  { aspect: 'operating-mechanism', item: '7.1', says: '创建工作没有年度计划，责任分工不落实', severity: 'major' },
  { aspect: 'organizational-life', item: '4.1', says: '三会一课记录不全，部分为事后补记', severity: 'major' },
];

/** The last days of what is demanded. */
const RECTIFIED_WITHIN_DAYS = 60;

/** The id of the visit to a branch: of each in one year one. */
export const inspectionIdOf = ({ branch, purpose }: Visit, { on }: Pick<Supervising, 'on'>): string =>
  `${purpose === 'reinspection' ? '复核' : '验收'}-${on.slice(0, 4)}-${branch}`;

/** The findings of a visit, each with its id. */
export const findingsOf = (visit: Visit, supervising: Pick<Supervising, 'on'>) =>
  FINDINGS.slice(0, visit.found).map((finding) => ({
    findingId: derivedId('demonstration', 'finding', inspectionIdOf(visit, supervising), finding.item),
    ...finding,
  }));

/** 督查: scheduled, held and concluded on one day; of what did not pass with its notice, which the branch answers on grace. */
export function stepsOfInspection(visit: Visit, supervising: Supervising): readonly Step[] {
  const { on, occasion } = supervising;
  const inspectionId = inspectionIdOf(visit, supervising);
  const team = inspectorsOf(occasion[visit.by]);
  const by = { actor: team[0], actingFor: occasion[visit.by] };
  const step = (name: string, data: object): Step => ({ by, name, data: { inspectionId, ...data } });
  return [
    step('ScheduleInspection', scheduleOf(visit, supervising, team)),
    ...findingsOf(visit, supervising).map((finding) => step('RecordFinding', { ...finding, foundOn: on })),
    step('RecordSpotCheck', {
      spotCheckId: derivedId('demonstration', 'spot check', inspectionId),
      kind: 'members-awareness',
      askedCount: 5,
      rightCount: visit.found > 1 ? 2 : 5,
      checkedOn: on,
    }),
    step('ConcludeInspection', { visitedOn: on }),
    ...(visit.found > 0 ? [step('IssueNotice', noticeOf(visit, supervising))] : []),
    ...(visit.found === 1 ? answers(visit, inspectionId) : []),
  ];
}

function scheduleOf(
  { branch, purpose, by }: Visit,
  { on, programmes }: Supervising,
  team: readonly [leader: string, member: string],
): object {
  const programme = programmes.get(purpose === 'reinspection' ? branch : APPLIED_AS);
  return {
    organizationId: branch,
    scope: 'special',
    mode: 'on-site',
    purpose,
    leaderId: team[0],
    team,
    visitOn: on,
    ...(by === 'committee'
      ? { planItem: REINSPECTIONS }
      : { basis: { documentNo: `示例督查〔${on.slice(0, 4)}〕1号` } }),
    designations: programme === undefined ? undefined : [programme],
  };
}

function noticeOf(visit: Visit, { on }: Supervising): object {
  const number = VISITS.indexOf(visit) + 1;
  return {
    basis: { documentNo: `示例督改〔${on.slice(0, 4)}〕${number}号` },
    demands: FINDINGS.slice(0, visit.found).map(({ says }) => `对“${says}”的问题限期整改`),
    dueOn: addDays(on, RECTIFIED_WITHIN_DAYS),
  };
}

const answers = ({ branch }: Visit, inspectionId: string): readonly Step[] => [
  { by: secretaryOf(branch), name: 'AcknowledgeNotice', data: { inspectionId } },
  {
    by: secretaryOf(branch),
    name: 'ReplyToNotice',
    data: { inspectionId, measures: '已召开支委会研究，明确责任人，按月更新品牌活动台账' },
  },
];

/** 取消命名: proposed on what an inspection found, answered by the branch, decided by another hand; perhaps appealed. */
export function stepsOfRevocation(visit: Visit, supervising: Supervising): readonly Step[] {
  const { on, occasion, programmes } = supervising;
  const year = on.slice(0, 4);
  const number = visit === REVOKED ? 1 : 2;
  const revocationId = `取消命名-${year}-${number}`;
  const { clerk, verifier } = clerksOf(occasion.committee);
  const secretary = secretaryOf(visit.branch);
  const inspectionId = inspectionIdOf(visit, supervising);
  const findings = findingsOf(visit, supervising).map(({ findingId }) => ({ inspectionId, findingId }));
  const step = (by: Step['by'], name: string, data: object): Step => ({ by, name, data: { revocationId, ...data } });
  return [
    step(clerk, 'ProposeRevocation', {
      programmeId: programmes.get(visit.branch),
      organizationId: visit.branch,
      grounds: [{ ground: 'quality-decline', findings }],
      facts: '复核不合格：创建工作停滞，组织生活记录不实，达不到示范点的要求',
    }),
    step(clerk, 'NotifyBranch', { basis: { documentNo: `示例告知〔${year}〕${number}号` } }),
    step(secretary, 'SubmitStatement', { says: '对复核发现的问题没有异议，正在整改，请求酌情处理' }),
    step(verifier, 'DecideRevocation', {
      outcome: 'revoke',
      basis: { documentNo: `示例决定〔${year}〕${number}号`, issuedOn: on },
    }),
    ...(visit === APPEALED ? [step(secretary, 'LodgeAppeal', { says: '部分记录为换届交接时遗失，请求重新核查' })] : []),
  ];
}

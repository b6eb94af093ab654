import { describe, expect, it } from '@jest/globals';
import {
  aggregates,
  type AggregateContract,
  doorRefusals,
  inputWords,
  noneOf,
  organizationKindWords,
  placeWords,
  refusalSentence,
  refusalWords,
} from '@zhibu/contracts';
import { fieldsInSources, refusalsInSources } from './support/refusals.ts';

const DAY = '2022-03-15';
const ID = '990100-SZGW-001-B001';
const PERSON = 'p-3fb1';
/** What the deciders fill in, as it comes from gradings of a year, the register and the duties. */
const realistic: Readonly<Record<string, unknown>> = {
  allowed: ['general-branch', 'basic-committee', 'organ-committee', 'unit'],
  appealBy: DAY,
  among: [ID, `${ID}2`],
  askedCount: 5,
  aspect: 'organizational-life',
  at: '/step-up',
  atOnce: 2,
  attendance: 61,
  because: 'lived-less',
  before: PERSON,
  beside: ['classification-示例〔2021〕1号'],
  bodies: [ID],
  bodyId: ID,
  branchId: ID,
  branches: [ID, `${ID}2`],
  budget: 1,
  children: [ID],
  code: ID,
  commandId: '7f3d',
  commitBy: DAY,
  inspections: ['I1'],
  itemId: 'ZH-1',
  items: ['ZH-1'],
  now: '2022-03-15T04:00:00.000Z',
  planItem: 'ZH-1',
  revealBy: '2022-03-15T04:00:00.000Z',
  commands: 501,
  committeeId: '990100-SZGW',
  continuations: 2,
  count: 3,
  current: 4,
  different: ['name'],
  documentNo: '示例整改〔2023〕3号',
  drawId: 'D1',
  duty: 'branch-secretary',
  duties: ['branch-secretary', 'rater'],
  dutyId: 'd-1',
  decideBy: DAY,
  earliest: DAY,
  editionId: 'classification-示例〔2022〕1号',
  editionIds: ['classification-示例〔2022〕1号'],
  errors: [{ field: 'entries.2.item', problem: inputWords.missing }],
  eventId: '7f3d',
  excluded: 'verifier',
  expected: 3,
  extensions: 2,
  externalId: 'ZHDJ-2022-0000001',
  fault: 'stream assessment.x: it was deleted',
  field: 'branchId',
  findingId: '7f3d',
  first: DAY,
  firstRound: '2022',
  form: 'temporary',
  endings: ['jpg', 'jpeg'],
  given: 'x',
  grade: 'general',
  gradedUnder: ['classification-示例〔2021〕1号'],
  grades: [{ scheme: 'classification', period: '2022', grade: 'lagging' }],
  holds: 'verifier',
  id: ID,
  inspectionId: 'I1',
  instant: '2022-03-15T09:00:00+08:00',
  involved: [PERSON],
  item: 'B1',
  kind: 'basic-committee',
  kinds: ['branch', 'general-branch'],
  batchLimit: 20,
  conditions: ['grade-not-leading'],
  length: 21,
  level: 'committee',
  next: 'party-group',
  on: DAY,
  organizations: [ID],
  window: { from: '04-01', to: '04-30' },
  known: ['advanced', 'general', 'lagging', 'venue'],
  largest: 122,
  later: 'classification-示例〔2023〕1号',
  left: 100,
  limit: 1000,
  listHash: 'a1b2c3',
  members: 30,
  merged: ['d-1'],
  missing: ['poll', 'rating:superior'],
  months: 6,
  most: 100,
  name: 'x',
  named: ['先进', '一般'],
  objections: ['o-1'],
  of: 'depth',
  organizationId: ID,
  originalError: null,
  outcome: 'upheld',
  parentId: '990100-SZGW-001',
  parentKind: 'work-committee',
  period: '2022',
  personId: PERSON,
  persons: [PERSON],
  position: '17',
  post: 'secretary',
  price: 1200,
  process: 'gateway',
  problemId: 'pr-1',
  problems: ['pr-1'],
  programmeId: 'P',
  quotas: [{ editionId: 'e', per: 'committee', grade: 'advanced', count: 6, allowed: 5 }],
  rater: 'superior',
  received: 100,
  rightCount: 6,
  reason: 'what organization has recorded is not read yet',
  referrers: ['grading-x:classification:2022'],
  remedy: 'npm run build',
  requesterId: PERSON,
  responsibleId: PERSON,
  reviewedOn: DAY,
  respondBy: DAY,
  revocationId: 'R1',
  right: 'rate',
  roundId: '990100-SZGW:classification:2022',
  scheme: 'classification',
  seconds: 300,
  sector: 'institution',
  service: 'assessment',
  size: 4096,
  stale: [ID],
  step: 'notice',
  steps: 'grading',
  stream: 'assessment.grading-x',
  sum: 12,
  superiors: ['990100-SZGW', '990100'],
  trait: 'committee',
  type: 'image/jpeg',
  unitId: '990100-SZGW-001',
  units: ['990100-SZGW-001'],
  verifierId: PERSON,
  veto: 'V1',
  waiting: 200,
  why: 'expired',
  withinMs: 10_000,
  workCommitteeId: '990100-SZGW',
  year: '2022',
  upTo: 3,
};
const DATED = /(On|until|^from|^to|^latest|^last|^first|today|day|since|ends?|Ends|Begins|[fF]rom|recorded|sent)$/;

const contracts: readonly AggregateContract[] = Object.values(aggregates);
const statusesOf = (code: string): readonly string[] =>
  Object.keys(contracts.find(({ refusals }) => Object.hasOwn(refusals, code))?.statuses ?? {});

/** The values of the facts of a refusal, once for every status that its aggregate has. */
function filled(code: string, facts: ReadonlySet<string>): readonly Readonly<Record<string, unknown>>[] {
  const details = Object.fromEntries(
    [...facts].map((name) => [name, DATED.test(name) ? DAY : (realistic[name] ?? undefined)]),
  );
  const statuses = facts.has('status') ? statusesOf(code) : [];
  return statuses.length === 0 ? [details] : statuses.map((status) => ({ ...details, status }));
}

const inSources = refusalsInSources();
const NAMED = /JSON|UTF-8|gzip、deflate、br|256KB|\(先进, 一般\)|先进, 一般/g;

describe('a refusal with what the deciders fill in', () => {
  it('is found in the sources, with every fact that they give', () => {
    expect(inSources.size).toBeGreaterThan(150);
    const unknown = [...inSources.values()]
      .flatMap((facts) => [...facts])
      .filter((name) => name !== 'status' && !DATED.test(name) && !Object.hasOwn(realistic, name));
    expect(new Set(unknown)).toEqual(new Set());
    expect([...inSources.keys()].filter((code) => !Object.hasOwn(refusalWords, code))).toEqual([]);
  });

  it.each([...inSources])('%s is one sentence of one language, without a code', (code, facts) => {
    for (const details of filled(code, facts)) {
      expect(refusalSentence(code, details, 'zh').replaceAll(NAMED, '')).not.toMatch(
        /[A-Za-z]{2,}|undefined|null|\[object|（）|：$/,
      );
      expect(refusalSentence(code, details, 'en').replaceAll(NAMED, '')).not.toMatch(
        /[\p{Script=Han}（）；：]|undefined|null|\[object|\(\)/u,
      );
    }
  });

  it('says what it knows by its word: kinds, forms, statuses, grades, days', () => {
    const said = (code: string, details: object) => refusalSentence(code, { ...details }, 'zh');
    expect(said('PARENT_KIND', { kind: 'unit', parentKind: 'branch', allowed: ['work-committee', 'unit'] })).toBe(
      '这类组织不能隶属于该上级（组织类别：部门和单位；上级类别：党支部；上级可为：市直工委、部门和单位）',
    );
    expect(said('COMPLETION_NOT_REPORTED', { status: 'closed' })).toContain('（目前状态：');
    expect(said('GRADE_UNKNOWN', { grade: 'x', known: ['advanced', 'lagging'] })).toBe(
      '标准中没有这个等次（可选：先进、后进）',
    );
    expect(said('GRADE_UNKNOWN', { known: ['advanced'], named: ['优秀'] })).toBe('标准中没有这个等次（优秀）');
    expect(said('PARENT_DISSOLVED', { dissolvedOn: DAY })).toContain(`（撤销日期：${DAY}）`);
  });
});

describe('a place that a refusal names', () => {
  it.each(fieldsInSources())('%s has a word', (field) => {
    expect(placeWords(field)?.zh ?? '').toMatch(/^[^A-Za-z]+$/);
    expect(placeWords(field)?.en ?? '').toMatch(/^[^\p{Script=Han}]+$/u);
  });

  it('has words where values are none of the known ones', () => {
    for (const words of [noneOf(organizationKindWords), ...Object.values(inputWords)])
      expect(words.zh.replaceAll('（', '')).not.toMatch(/[A-Za-z]{2,}|undefined/);
    expect(Object.keys(doorRefusals).length).toBeGreaterThan(20);
  });
});

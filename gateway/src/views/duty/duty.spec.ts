import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dutyStream } from '@zhibu/contracts';
import { dig } from '../../testing/asking.ts';
import { register } from '../../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../../testing/gateways.ts';
import type { History } from '../../testing/history.ts';
import { conclusion, scheduleInspection, stepOfInspection } from '../../testing/inspections.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { dutiesAt, dutiesKept, dutiesOn, type DutiesAsked } from './duty.lookup.ts';

const basis = { documentNo: '组〔2023〕3号' };
const clerk = (dutyId: string, more: object = {}) => ({
  dutyId,
  duty: 'committee-clerk',
  organizationId: 'W',
  from: '2023-03-01',
  basis,
  ...more,
});
const id = (digit: number): string => `00000000-0000-5000-8000-00000000000${digit}`;

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
let history: History;
const known: Record<string, string> = {};

/** A person's duty from its proposal on. */
const told = (personId: string, type: string, data: object): void => {
  history.record(dutyStream(personId), type, { personId, ...data });
};

beforeAll(async () => {
  under = await readModelUnderTest();
  history = register();
  told('P-9', 'DutiesFounded', {
    effectiveOn: '2023-01-01',
    duties: [{ dutyId: id(9), duty: 'security-administrator' }],
  });
  told('P-1', 'DutyProposed', { ...clerk(id(1), { until: '2023-06-30' }), proposerId: 'P-2' });
  known['proposed'] = history.now;
  told('P-1', 'DutyAssigned', { ...clerk(id(1), { until: '2023-06-30' }), confirmerId: 'P-9' });
  known['assigned'] = history.now;
  told('P-2', 'DutyAssigned', {
    ...clerk(id(2), { duty: 'branch-secretary', organizationId: 'B1' }),
    confirmerId: 'P-9',
  });
  told('P-3', 'DutyAssigned', { ...clerk(id(3)), confirmerId: 'P-9' });
  known['three'] = history.now;
  told('P-3', 'DutyEnded', { dutyId: id(3), effectiveOn: '2023-05-01', reason: '调离' });
  told('P-4', 'DutyProposed', { ...clerk(id(4)), proposerId: 'P-2' });
  told('P-4', 'DutyRefused', { dutyId: id(4), effectiveOn: '2023-03-05', reason: '不符' });
  for (const [inspectionId, type, said] of [
    ['I1', 'InspectionConcluded', { ...conclusion, outcome: 'pass', counts: { minor: 0, major: 0, grave: 0 } }],
    ['I2', 'InspectionCancelled', { because: 'body-decided', reason: '计划调整', effectiveOn: '2023-05-12' }],
  ] as const) {
    const of = [inspectionId, 'B2', 'W'] as const;
    const team = { leaderId: inspectionId, team: [inspectionId, `${inspectionId}-2`] };
    scheduleInspection(history, of, team);
    known[inspectionId] = history.now;
    stepOfInspection(history, of, type, { findings: [], designations: [], ...said, ...team });
  }
  history.organization('B1', 'OrganizationDissolved', { effectiveOn: '2023-09-01', reason: '撤并' });
  await under.apply(history.events);
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-04-01T00:00:00Z') });
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

const standing = async (asked: DutiesAsked, asOf: string, knownAt?: string): Promise<readonly string[]> => {
  const { rows } = await dutiesAt(under.model, asked, { moment: { asOf, knownAt }, page: { first: 50 } });
  return rows.map(({ personId, status }) => `${personId} ${status}`);
};

describe('a duty is held', () => {
  it.each([
    ['P-1', '2023-02-28', false],
    ['P-1', '2023-03-01', true],
    ['P-1', '2023-06-30', true],
    ['P-1', '2023-07-01', false],
    ['P-3', '2023-04-30', true],
    ['P-3', '2023-05-01', false],
    ['P-2', '2023-08-31', true],
    ['P-2', '2023-09-01', false],
  ])('by %s on %s: %s', async (personId, day, holds) => {
    expect(await standing({ personId }, day)).toEqual(holds ? [`${personId} assigned`] : []);
    expect((await dutiesKept(under.pools.database)(personId, day)).length).toBe(holds ? 1 : 0);
  });

  it('as it was known: proposed first, then assigned; not ended before that was recorded', async () => {
    expect(await standing({ personId: 'P-1' }, '2023-04-01', known['proposed'])).toEqual(['P-1 proposed']);
    expect(await standing({ personId: 'P-1' }, '2023-04-01', known['assigned'])).toEqual(['P-1 assigned']);
    expect(await standing({ personId: 'P-3' }, '2023-05-01', known['three'])).toEqual(['P-3 assigned']);
  });

  it('as long as it is not refused', async () => {
    expect(await standing({ personId: 'P-4' }, '2023-03-04')).toEqual(['P-4 proposed']);
    expect(await standing({ personId: 'P-4' }, '2023-03-05')).toEqual([]);
    expect(await dutiesKept(under.pools.database)('P-4', '2023-03-04')).toEqual([]);
  });

  it('at an organization, by all who hold one there, and at the platform', async () => {
    expect(await standing({ organizationId: 'W' }, '2023-04-01')).toEqual(['P-1 assigned', 'P-3 assigned']);
    expect(await standing({}, '2023-01-01')).toEqual(['P-4 proposed', 'P-9 assigned']);
  });
});

it('of inspectors for the organization inspected: until thirty days after the conclusion, or the cancellation', async () => {
  const held = async (personId: string, day: string) =>
    (await dutiesOn(under.pools.database, personId, day)).map(({ duty, organizationId, branchIds }) => [
      duty,
      organizationId,
      branchIds,
    ]);
  const inspector = [['inspector', 'W', ['B2']]];
  expect(await held('I1', '2023-05-09')).toEqual([]);
  for (const day of ['2023-05-10', '2023-06-18']) expect(await held('I1-2', day)).toEqual(inspector);
  expect(await held('I1', '2023-06-19')).toEqual([]);
  const lastDay = async (personId: string, asOf: string, knownAt?: string) =>
    (await dutiesAt(under.model, { personId }, { moment: { asOf, knownAt }, page: { first: 5 } })).rows.map(
      ({ until }) => until,
    );
  expect(await lastDay('I1', '2023-05-10')).toEqual(['2023-06-18']);
  expect(await lastDay('I2', '2023-05-10')).toEqual(['2023-05-11']);
  // Of one that is assigned until a day the earlier of both, and none while none is known.
  expect(await lastDay('P-1', '2023-04-01')).toEqual(['2023-06-30']);
  expect(await lastDay('I1', '2023-05-10', known['I1'])).toEqual([null]);
  expect((await dutiesOn(under.pools.database, 'I1', '2023-06-18')).map(({ until }) => until)).toEqual(['2023-06-18']);
  expect(await held('I2', '2023-05-11')).toEqual(inspector);
  expect(await held('I2', '2023-05-12')).toEqual([]);
  // Before the end was known.
  for (const id of ['I1', 'I2'])
    expect(await standing({ personId: id }, '2023-07-01', known[id])).toEqual([`${id} assigned`]);
});

it('is answered page by page, in words', async () => {
  const query = `query ($after: String) { duties(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { id personId status duty label organization { code name } from until basis } } } }`;
  const first: unknown = JSON.parse(await gateway.ask({ query }, {}));
  expect(dig(first, 'data', 'duties', 'totalCount')).toBe(4);
  expect(dig(first, 'data', 'duties', 'edges', 0, 'node')).toEqual({
    id: id(1),
    personId: 'P-1',
    status: 'ASSIGNED',
    duty: 'committee-clerk',
    label: '工委工作人员',
    organization: { code: 'W', name: 'W组织' },
    from: '2023-03-01',
    until: '2023-06-30',
    basis: '组〔2023〕3号',
  });
  const variables = { after: dig(first, 'data', 'duties', 'pageInfo', 'endCursor') };
  const second: unknown = JSON.parse(await gateway.ask({ query, variables }, {}));
  expect(dig(second, 'data', 'duties', 'edges', 0, 'node')).toMatchObject({ personId: 'P-9', organization: null });
  expect(dig(second, 'data', 'duties', 'pageInfo', 'hasNextPage')).toBe(false);
});

it('refuses an organization that is not known', async () => {
  const query = '{ duties(organizationId: "none") { totalCount } }';
  expect(dig(JSON.parse(await gateway.ask({ query }, {})), 'errors', 0, 'extensions', 'code')).toBe(
    'ORGANIZATION_UNKNOWN',
  );
});

describe('the duties held in memory', () => {
  it('are read once, until the feed changes them', async () => {
    let statements = 0;
    const counting = new Proxy(under.pools.database, {
      get: (pool, name) =>
        name === 'query'
          ? (asked: { readonly name?: string }) => {
              if (asked.name === 'duties-of') statements += 1;
              return Reflect.apply(pool.query, pool, [asked]);
            }
          : Reflect.get(pool, name),
    });
    const dutiesOf = dutiesKept(counting);
    const days = async () =>
      (await dutiesOf('P-5', '2023-04-01')).map(({ duty, organizationId }) => [duty, organizationId]);
    expect([await days(), await days()]).toEqual([[], []]);
    expect(statements).toBe(1);
    told('P-5', 'DutyAssigned', { ...clerk(id(5)), confirmerId: 'P-9' });
    await under.apply(history.events.slice(-1));
    expect(await days()).toEqual([['committee-clerk', 'W']]);
    told('P-5', 'DutyEnded', { dutyId: id(5), effectiveOn: '2023-04-01', reason: '调离' });
    await under.apply(history.events.slice(-1));
    expect(await days()).toEqual([]);
    expect(statements).toBe(3);
  });
});

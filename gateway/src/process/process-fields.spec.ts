import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { designationStream } from '@zhibu/contracts';
import { Duties, register } from '../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../testing/gateways.ts';
import type { History } from '../testing/history.ts';
import { scheduleInspection, stepOfInspection } from '../testing/inspections.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../testing/read-model-under-test.ts';

const basis = { documentNo: '工委〔2023〕12号' };
const kindOf = { level: 'committee', programmeKind: 'party-building-site' };
const revocation = { revocationId: 'R1', basis };
const inspected = (id: string, branch: string) => [id, branch, 'W'] as const;
const idOf = ({ events }: History): string => events.at(-1)?.id ?? '';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
let history: History;

const named = (branch: string, type: string, effectiveOn: string, data: object): string => {
  const about = { programmeId: 'P', organizationId: branch, ...kindOf, effectiveOn };
  return idOf(history.record(designationStream('P', branch), type, { ...about, ...data }));
};
const cancelled = (id: string, branch: string, because: string): void => {
  scheduleInspection(history, inspected(id, branch));
  const data = { effectiveOn: '2023-05-15', because, reason: '机构改革', team: ['p-1', 'p-2'] };
  stepOfInspection(history, inspected(id, branch), 'InspectionCancelled', data);
};

beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-07-01T00:00:00Z') });
  history = register();
  const duties = new Duties(history);
  for (const branch of ['B1', 'B2', 'B3'])
    named(branch, 'BranchDesignated', '2022-07-01', { basis, year: '2022', until: '2025-07-01' });
  const ended = { ...revocation, plaqueDueOn: '2023-05-30' };
  const cause = named('B2', 'DesignationRevoked', '2023-05-15', ended);
  named('B2', 'DesignationRestored', '2023-05-15', { because: 'appeal-overturned', reason: '事实有出入' });
  duties.causedBy(cause);
  const dissolution = { effectiveOn: '2023-05-15', reason: '机构改革' };
  const dissolved = idOf(history.organization('B1', 'OrganizationDissolved', dissolution));
  named('B1', 'DesignationExpired', '2023-05-15', { because: 'organization-dissolved' });
  duties.causedBy(dissolved);
  cancelled('I1', 'B1', 'organization-dissolved');
  duties.causedBy(dissolved);
  cancelled('I2', 'B2', 'body-decided');
  scheduleInspection(history, inspected('I3', 'B2'));
  await under.apply(history.events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

const causeOf = async (asked: string): Promise<unknown> => {
  const { data, errors } = Object(
    JSON.parse(await gateway.ask({ query: `{ one: ${asked} { causedBy { type } } }` }, {})),
  );
  expect(errors).toBeUndefined();
  return data.one.causedBy?.type ?? null;
};

it.each([
  ['inspection(id: "I1")', 'OrganizationDissolved'],
  ['inspection(id: "I2")', null],
  ['inspection(id: "I3")', null],
  ['designation(programmeId: "P", organizationId: "B1")', 'OrganizationDissolved'],
  ['designation(programmeId: "P", organizationId: "B2")', 'DesignationRevoked'],
  ['designation(programmeId: "P", organizationId: "B3")', null],
])('of what a person began, shows what a reaction ended or restored it for: %s, %s', async (asked, cause) => {
  expect(await causeOf(asked)).toBe(cause);
});

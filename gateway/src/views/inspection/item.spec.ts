import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { editionStream } from '@zhibu/contracts';
import { register } from '../../testing/duties.ts';
import { type AnsweringGateway, answeringGateway } from '../../testing/gateways.ts';
import type { History } from '../../testing/history.ts';
import { priorInspection, scheduleInspection, stepOfInspection } from '../../testing/inspections.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

let under: ReadModelUnderTest;
let gateway: AnsweringGateway;
let beforeTheLast = '';

const item = (code: string, text: string) => ({ code, text, points: 50, scoring: 'deduction' });
const content = {
  title: '标准',
  scheme: 'classification',
  sector: 'organ',
  documentNo: '1',
  effectiveFrom: '2022-01-01',
  grades: [{ code: 'general', label: '一般', min: 0, standing: 'ordinary' }],
  raters: [{ code: 'self', label: '自评', kind: 'itemised', weight: 1 }],
  aspects: [{ aspect: 'venue-building', label: '场所', items: [item('6.1', '场所'), item('6.2', '设施')] }],
  bonus: { cap: 0, items: [] },
  gates: [],
  vetoes: [],
  quotas: [],
};
function publish(
  history: History,
  change: Partial<typeof content> & { readonly subjects?: readonly string[] },
): History {
  const own = { ...content, ...change };
  const editionId = `${own.scheme}:${own.documentNo}`;
  return history.record(editionStream(editionId), 'EditionPublished', {
    editionId,
    editionHash: 'e'.repeat(64),
    content: own,
  });
}
const only = (text: string) => [{ aspect: 'venue-building', label: '场所', items: [item('6.1', text)] }];

// B1 and B2 are of organs; of B3 no sector is registered.
beforeAll(async () => {
  under = await readModelUnderTest();
  gateway = await answeringGateway({ ...under.pools, now: () => Date.parse('2023-07-01T00:00:00Z') });
  const history = register();
  for (const id of ['B1', 'B2']) history.organization(id, 'SectorSet', { sector: 'organ' });
  publish(history, {});
  publish(history, { documentNo: '2', sector: 'school', aspects: only('学校场所') });
  publish(history, { documentNo: '3', scheme: 'others', subjects: ['general-branch'], aspects: only('总支场所') });
  publish(history, { documentNo: '4', scheme: 'retired', aspects: only('已废止') });
  const retired = { editionId: 'retired:4', effectiveOn: '2023-01-01' };
  history.record(editionStream('retired:4'), 'EditionRetired', retired);
  scheduleInspection(history, ['I1', 'B1', 'C'], { purpose: 'routine' });
  const found = { findingId: '00000000-0000-4000-8000-000000000001', severity: 'major', says: '被占用' };
  const step = { foundOn: '2023-05-18', effectiveOn: '2023-05-18' };
  stepOfInspection(history, ['I1', 'B1', 'C'], 'FindingRecorded', {
    ...found,
    aspect: 'venue-building',
    item: '6.1',
    ...step,
  });
  const odd = { ...found, findingId: '00000000-0000-4000-8000-000000000002', aspect: 'venue-building', item: '9.9' };
  stepOfInspection(history, ['I1', 'B1', 'C'], 'FindingRecorded', { ...odd, ...step });
  scheduleInspection(history, ['I2', 'B2', 'C'], { purpose: 'acceptance' });
  scheduleInspection(history, ['I3', 'B3', 'C'], {});
  priorInspection(history, ['I4', 'B1', 'C']);
  beforeTheLast = history.now;
  publish(history.wait(1000), { documentNo: '5', effectiveFrom: '2023-05-01', aspects: only('新场所') });
  await under.apply(history.events);
});
afterAll(async () => {
  await gateway.stop();
  await under.drop();
});

async function items(id: string, at = ''): Promise<unknown> {
  const fields = 'items { item says found } findings { item itemText }';
  const query = `{ inspection(id: "${id}"${at}) { ${fields} } }`;
  const { data, errors } = Object(JSON.parse(await gateway.ask({ query }, {})));
  expect(errors).toBeUndefined();
  return data?.inspection;
}
const atFirst = [
  { item: '6.1', says: '场所', found: false },
  { item: '6.2', says: '设施', found: false },
];

it('are those of the edition in force on the day of the visit for its sector and kind, as known at the moment', async () => {
  const [known, later] = [`, knownAt: "${beforeTheLast}"`, { item: '6.1', says: '新场所', found: true }];
  expect(await items('I1', known)).toEqual({
    items: [{ ...atFirst[0], found: true }, atFirst[1]],
    findings: [
      { item: '6.1', itemText: '场所' },
      { item: '9.9', itemText: null },
    ],
  });
  expect(await items('I1')).toMatchObject({ items: [later], findings: [{ itemText: '新场所' }, { itemText: null }] });
});

it('are at an acceptance the six haves too; where no sector is registered or before the platform none', async () => {
  const accepted = Object(await items('I2', `, knownAt: "${beforeTheLast}"`)).items;
  expect(accepted.slice(0, 2)).toEqual(atFirst);
  expect(accepted.slice(2).map((one: { readonly says: string }) => one.says)).toEqual([
    '活动场所',
    '设施设备',
    '标志标识',
    '书报专栏',
    '管理制度',
    '人员保障',
  ]);
  expect(await items('I3')).toEqual({ items: [], findings: [] });
  expect(await items('I4')).toMatchObject({ items: [] });
});

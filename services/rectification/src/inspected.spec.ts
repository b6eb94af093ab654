import { beforeEach, expect, it } from '@jest/globals';
import { inspectionStream, problemId, problemStream, sixHavesNames, sixHavesStream } from '@zhibu/contracts';
import { addDays, dayOf, derivedId, type RecordedEvent } from '@zhibu/kernel';
import { SYSTEM } from '@zhibu/service-kit';
import { concluded, dissolved, editionPublished, registered } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

const worldNow = freshWorld(
  editionPublished(),
  registered('C', 'city'),
  registered('W', 'work-committee', 'C'),
  registered('U', 'unit', 'W'),
  registered('B1', 'branch', 'U'),
  registered('B2', 'branch', 'U'),
);
let world: World;
beforeEach(async () => {
  world = worldNow();
});

const finding = (name: string, item: string, more: object = {}) => ({
  findingId: derivedId('finding', name),
  aspect: 'organization-setup',
  item,
  says: '未按期换届',
  severity: 'major',
  ...more,
});
const sourceOf = (inspectionId: string, name: string) => ({
  kind: 'inspection' as const,
  reference: `${inspectionId}/${derivedId('finding', name)}`,
});
const problemOf = (inspectionId: string, name: string): string =>
  problemStream(problemId({ organizationId: 'B1', source: sourceOf(inspectionId, name) }));
const identified = async (): Promise<readonly RecordedEvent[]> =>
  (await world.log('rectification')).filter(({ type }) => type === 'ProblemIdentified');
const recorded = async (stream: string): Promise<readonly RecordedEvent[]> =>
  (await world.log('rectification')).filter((event) => event.stream === stream);
const typesOf = async (stream: string): Promise<readonly string[]> => (await recorded(stream)).map(({ type }) => type);

/** Looks at the timetable, so many days after everything has arrived. */
async function look(daysAfter: number): Promise<void> {
  world.today = addDays(dayOf(Date.now()), daysAfter);
  await world.door.handle(await world.timetable.due(), SYSTEM);
  await world.settle();
}
const conclusionNow = async () => (await world.log('supervision')).find(({ type }) => type === 'InspectionConcluded');

it('names what an inspection found: the item of the edition in force, its severity in words, of the body that found it', async () => {
  await world.record(concluded('I1', 'B1', [finding('f1', '1.1')]));
  await world.settle();
  const [problem] = await recorded(problemOf('I1', 'f1'));
  expect(problem?.data).toMatchObject({
    organizationId: 'B1',
    aspect: 'organization-setup',
    item: '1.1',
    itemText: '第1.1项',
    source: sourceOf('I1', 'f1'),
    note: '较重：未按期换届',
    inspectedBy: 'C',
    effectiveOn: '2023-05-18',
  });
  const cause = await conclusionNow();
  expect(problem?.metadata).toMatchObject({
    causationId: cause?.id,
    correlationId: cause?.metadata.correlationId,
    actor: { role: 'system' },
  });
});

it('names what stands in no edition by its words, and what stands beyond them by its aspect', async () => {
  const beyond = [
    finding('f1', '9.9', { says: '台账造假' }),
    finding('f2', 'venue', { aspect: 'six-haves' }),
    finding('f3', 'parking', { aspect: 'six-haves', says: '无停车场' }),
    finding('f4', 'secretary', { aspect: 'responsibility', says: '书记未履职' }),
  ];
  await world.record(concluded('I1', 'B1', beyond));
  await world.settle();
  await look(2);
  const named = (await identified()).map(({ data }) => data);
  expect(named).toHaveLength(4);
  expect(named).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ aspect: 'other', item: '9.9', itemText: '台账造假' }),
      expect.objectContaining({ aspect: 'six-haves', item: 'venue', itemText: '活动场所' }),
      expect.objectContaining({ aspect: 'other', item: 'parking', itemText: '无停车场' }),
      expect.objectContaining({ aspect: 'responsibility', item: 'secretary', itemText: '书记未履职' }),
    ]),
  );
});

const venue = editionPublished({
  scheme: 'appraisal',
  documentNo: '示例〔2022〕7号',
  aspects: [
    {
      aspect: 'venue-building',
      label: '活动场所建设',
      items: [{ code: '6.1', text: '第6.1项', points: 100, scoring: 'deduction' }],
    },
  ],
});

it('names by its edition what was found before the edition was known, by the conclusion that found it', async () => {
  const found = finding('f1', '6.1', { aspect: 'venue-building' });
  await world.record(concluded('I1', 'B1', [found, finding('f2', '1.1')]));
  await world.settle();
  expect((await identified()).map(({ data }) => data)).toMatchObject([{ item: '1.1' }]);
  await look(0);
  await world.record(venue);
  for (let time = 0; time < 3; time += 1) await world.settle();
  const [first, ...later] = await recorded(problemOf('I1', 'f1'));
  expect(first).toMatchObject({
    type: 'ProblemIdentified',
    data: { aspect: 'venue-building', item: '6.1', itemText: '第6.1项', inspectedBy: 'C', effectiveOn: '2023-05-18' },
    metadata: {
      causationId: (await conclusionNow())?.id,
      correlationId: (await conclusionNow())?.metadata.correlationId,
    },
  });
  await look(40);
  expect(later).toEqual([]);
  expect((await identified()).length).toBe(2);
});

it('names by its words what no edition holds once it has waited for two days, and by its edition no more', async () => {
  await world.record(concluded('I1', 'B1', [finding('f1', '6.1', { aspect: 'venue-building' })]));
  await world.settle();
  await look(1);
  expect(await identified()).toEqual([]);
  await look(2);
  await world.record(venue);
  await world.settle();
  expect((await recorded(problemOf('I1', 'f1'))).map(({ data }) => data)).toMatchObject([
    { aspect: 'other', item: '6.1', itemText: '未按期换届' },
  ]);
  expect((await recorded(problemOf('I1', 'f1')))[0]?.metadata.causationId).toBe((await conclusionNow())?.id);
});

it('names what was found of an organization once that is registered, by an edition of its sector', async () => {
  const source = sourceOf('I1', 'f1');
  await world.record(concluded('I1', 'B9', [finding('f1', '1.1')]));
  await world.settle();
  await look(0);
  expect(await identified()).toEqual([]);
  await world.record(registered('B9', 'branch', 'U'));
  await world.settle();
  await look(0);
  expect((await identified()).map(({ data }) => data)).toMatchObject([
    { organizationId: 'B9', itemText: '第1.1项', source },
  ]);
});

it('takes the edition of the day of the visit', async () => {
  const items = [{ code: '1.1', text: '新第1.1项', points: 100, scoring: 'deduction' }];
  const aspects = [{ aspect: 'organization-setup', label: '组织设置', items }];
  const published = (documentNo: string, effectiveFrom: string) =>
    editionPublished({ documentNo, effectiveFrom, aspects });
  await world.record(published('示例〔2023〕9号', '2023-05-19'), concluded('I1', 'B1', [finding('f1', '1.1')]));
  await world.settle();
  expect((await identified())[0]?.data).toMatchObject({ aspect: 'organization-setup', itemText: '第1.1项' });
  await world.record(published('示例〔2023〕8号', '2023-05-18'), concluded('I2', 'B2', [finding('f2', '1.1')]));
  await world.settle();
  expect((await identified())[1]?.data).toMatchObject({ aspect: 'organization-setup', itemText: '新第1.1项' });
});

it('confirms again what is open, also within one conclusion, and names each once, however often it comes', async () => {
  const first = concluded('I1', 'B1', [finding('f1', '1.1'), finding('f2', '1.1'), finding('f3', '1.2')]);
  await world.record(first, concluded('I2', 'B1', [finding('f4', '1.1', { severity: 'grave' })]));
  for (let time = 0; time < 10; time += 1) await world.settle();
  expect(await typesOf(problemOf('I1', 'f1'))).toEqual([
    'ProblemIdentified',
    'ProblemConfirmedAgain',
    'ProblemConfirmedAgain',
  ]);
  expect((await recorded(problemOf('I1', 'f1'))).at(-1)?.data).toMatchObject({
    source: sourceOf('I2', 'f4'),
    note: '严重：未按期换届',
  });
  expect((await world.openDuties()).problems).toEqual([problemOf('I1', 'f1'), problemOf('I1', 'f3')].sort());
});

it('names nothing before the conclusion, and so nothing of what was withdrawn', async () => {
  const about = { inspectionId: 'I1', organizationId: 'B1', bodyId: 'C', effectiveOn: '2023-05-18' };
  const { findingId, ...found } = finding('f1', '1.1');
  await world.record(
    {
      stream: inspectionStream('I1'),
      type: 'FindingRecorded',
      data: { ...about, findingId, ...found, foundOn: '2023-05-18' },
    },
    { stream: inspectionStream('I1'), type: 'FindingWithdrawn', data: { ...about, findingId, reason: '误记' } },
    concluded('I1', 'B1', []),
  );
  await world.settle();
  expect(await world.log('rectification')).toEqual([]);
});

it('ends what it names of an organization that is dissolved, whichever came first', async () => {
  await world.record(dissolved('B1', '2023-05-25'));
  await world.settle();
  await world.record(concluded('I1', 'B1', [finding('f1', '1.1')]));
  await world.settle();
  expect((await recorded(problemOf('I1', 'f1'))).at(-1)?.data).toMatchObject({ because: 'branch-dissolved' });
  await world.record(concluded('I2', 'B2', [finding('f2', '9.9')]), dissolved('B2', '2023-05-01'));
  await world.settle();
  await look(2);
  expect((await identified()).map(({ data }) => data)).not.toContainEqual(expect.objectContaining({ item: '9.9' }));
});

it('names nothing of a city, whose problems are rectified elsewhere', async () => {
  await world.record(concluded('I1', 'C', [finding('f1', '1.1'), finding('f2', '9.9')]));
  await world.settle();
  await look(2);
  expect(await world.log('rectification')).toEqual([]);
});

const items = (...unmet: readonly string[]) =>
  sixHavesNames.map((item) => ({ item, standing: unmet.includes(item) ? 'unmet' : 'met', evidence: ['照片'] }));
const checked = (occasion: string, effectiveOn: string, ...unmet: readonly string[]) => ({
  stream: sixHavesStream('B1'),
  type: 'SixHavesRecorded',
  data: { branchId: 'B1', occasion, items: items(...unmet), unmet, effectiveOn },
});

it('names what of the six haves is unmet, by who checked it, and confirms it again while it stays so', async () => {
  await world.record(checked('yearly', '2023-03-01', 'venue', 'staff'));
  await world.settle();
  const named = (await identified()).map(({ data }) => data);
  expect(named).toHaveLength(2);
  expect(named).toEqual(
    expect.arrayContaining(
      ['venue', 'staff'].map((item) =>
        expect.objectContaining({
          aspect: 'six-haves',
          item,
          source: { kind: 'self-check', reference: `six-haves-B1@0/${item}` },
          evidence: ['照片'],
          effectiveOn: '2023-03-01',
        }),
      ),
    ),
  );
  const cause = (await world.log('assessment')).find(({ type }) => type === 'SixHavesRecorded');
  expect((await identified())[0]?.metadata.causationId).toBe(cause?.id);
  await world.record(checked('acceptance', '2023-05-01', 'venue'));
  await world.settle();
  const venue = (await identified()).find(({ data }) => 'item' in data && data.item === 'venue');
  expect((await recorded(venue?.stream ?? '')).at(-1)).toMatchObject({
    type: 'ProblemConfirmedAgain',
    data: { source: { kind: 'inspection', reference: 'six-haves-B1@1/venue' } },
  });
  expect(await identified()).toHaveLength(2);
});

it.each([
  ['acceptance', { personId: 'P-1', role: 'inspector', organizationId: 'C' }, 'C'],
  ['acceptance', { personId: 'P-2', role: 'work-committee', organizationId: 'W' }, undefined],
  ['yearly', { personId: 'P-3', role: 'unit', organizationId: 'U' }, undefined],
])('keeps for which body what is unmet was found: at the check %s by %j for %s', async (occasion, actor, body) => {
  await world.record({ ...checked(occasion, '2023-05-01', 'venue'), actor });
  await world.settle();
  const [venue] = await identified();
  expect(venue?.data).toHaveProperty('item', 'venue');
  expect(Reflect.get(venue?.data ?? {}, 'inspectedBy')).toBe(body);
});

it('lets nobody take the reference of a finding before its inspection is concluded, nor after it', async () => {
  const take = async (): Promise<unknown> => {
    const data = { organizationId: 'B1', aspect: 'organization-setup', item: '1.1', source: sourceOf('I1', 'f1') };
    const actor = { personId: 'P-9', role: 'work-committee', organizationId: 'W' };
    const [outcome] = await world.door.handle([{ name: 'IdentifyProblem', data }], actor);
    return outcome;
  };
  expect(await take()).toMatchObject({ refusal: { code: 'REFERENCE_OF_THE_PLATFORM' } });
  await world.record(concluded('I1', 'B1', [finding('f1', '1.1')]));
  await world.settle();
  expect((await identified()).map(({ data }) => data)).toMatchObject([{ inspectedBy: 'C' }]);
  expect(await take()).toMatchObject({ refusal: { code: 'REFERENCE_OF_THE_PLATFORM' } });
});

import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { dutyStream, gradingStream, organizationStream, type ServiceName } from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';
import type { Sender } from '@zhibu/service-kit';
import type { Line } from './support/doors.ts';
import { basis, dutyWorld, type Holding, personOf, TODAY } from './support/duty-world.ts';

const doors = dutyWorld();

const as = (personId: string): Sender => ({ actor: { personId, role: 'person' }, session: 's-1' });
const held = (duty: Holding['duty'], at: string | undefined, state: Holding['state'] = 'held'): Sender =>
  as(personOf({ duty, at, state }));
const read = (sender: Sender | 'read', path = '/log', service: ServiceName = 'organization') =>
  doors().read(service, path, sender);
const eventsIn = (lines: readonly Line[]): readonly Line[] => lines.filter(({ id }) => id !== undefined);
const refused = [expect.objectContaining({ code: 'LOG_DUTY_MISSING', status: 403 })];

/** An auditor of its own at an organization, whose duty a spec may end. */
async function auditor(personId: string, organizationId: string): Promise<Sender> {
  const dutyId = derivedId('duty', personId);
  const data = { personId, dutyId, duty: 'auditor' as const, organizationId, from: TODAY, basis, confirmerId: 'p-9' };
  await doors().record(dutyStream(personId), { type: 'DutyAssigned', data });
  return as(personId);
}
const end = (personId: string, organizationId = 'P'): Promise<void> =>
  doors().record(dutyStream(personId), {
    type: 'DutyEnded',
    data: { personId, dutyId: derivedId('duty', personId), organizationId, effectiveOn: TODAY, reason: '调离' },
  });
const rename = (name: string, times = 1): Promise<void> =>
  doors().record(
    organizationStream('B'),
    ...Array.from({ length: times }, (_, index) => ({
      type: 'OrganizationRenamed' as const,
      data: { organizationId: 'B', effectiveOn: TODAY, findings: [], name: `${name}${index}` },
    })),
  );

it('an auditor reads of a log what is about that which stands under his organization, and no more', async () => {
  const below = ['O', 'B', 'D'];
  const lines = await read(held('auditor', 'O'));
  const { next = '' } = lines.at(-1) ?? {};
  const all = await doors().stores.organization.readLog(0n, Number(next));
  // The calendar is what everybody goes by.
  const his = all.filter(
    ({ type, data }) => type === 'WorkingDaysPublished' || below.includes(String(Reflect.get(data, 'organizationId'))),
  );
  expect(eventsIn(lines).map(({ id }) => id)).toEqual(his.map(({ id }) => id));
  expect(his.length).toBeLessThan(all.length);
  expect(his.map(({ type }) => type)).toContain('OrganizationRegistered');
});

it('an auditor reads which duties are given below his organization, and that they end', async () => {
  await auditor('of-another', 'O');
  await end('of-another', 'O');
  const of = async (sender: Sender) =>
    eventsIn(await read(sender)).flatMap(({ type, stream }) => (stream === dutyStream('of-another') ? type : []));
  expect(await of(held('auditor', 'W'))).toEqual(['DutyAssigned', 'DutyEnded']);
  expect(await of(held('auditor', 'V'))).toEqual([]);
});

it.each([
  ['a decider', held('committee-decider', 'W')],
  ['a client of a feed', held('feed-client', 'W')],
  ['who administers the accesses', held('audit-administrator', undefined)],
  ['an auditor of yesterday', held('auditor', 'W', 'ended yesterday')],
  ['an auditor whose time is over', held('auditor', 'W', 'over since yesterday')],
  ['an auditor of tomorrow', held('auditor', 'W', 'from tomorrow')],
  ['an auditor of what is dissolved', held('auditor', 'X')],
  ['nobody', as('nobody')],
])('%s reads no log', async (_, sender) => {
  expect(await read(sender)).toEqual(refused);
});

it('of draws, inspections and revocations an auditor reads those of what stands under his organization', async () => {
  const below = ['O', 'B', 'D'];
  const lines = await read(held('auditor', 'O'), '/log', 'supervision');
  const all = await doors().stores.supervision.readLog(0n, 10_000);
  const his = all.filter(({ data }) => below.includes(String(Object(data).under ?? Object(data).organizationId)));
  expect(eventsIn(lines).map(({ id }) => id)).toEqual(his.map(({ id }) => id));
  expect(his.length).toBeLessThan(all.length);
  expect(his.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['DrawAnnounced', 'InspectionScheduled', 'RevocationProposed']),
  );
});

it('the operator reads all of it, as another process does', async () => {
  const all = (await doors().stores.organization.readLog(0n, 10_000)).map(({ id }) => id);
  const operator: Sender = { actor: { personId: 'p-1', role: 'operator' } };
  expect(eventsIn(await read(operator)).map(({ id }) => id)).toEqual(all);
  expect((await read('read')).map(({ id }) => id)).toEqual(all);
});

it('an answer that is not made for reading reads nothing else', async () => {
  for (const path of ['/log/audit', '/log/head', '/streams/organization-B'])
    expect(await read(held('auditor', 'W'), path)).toMatchObject([{ code: 'TOKEN_REFUSED' }]);
});

describe('a duty that ends while a log is being read', () => {
  it('between two pages: nothing that was recorded later is told', async () => {
    const sender = await auditor('of-pages', 'P');
    const page = (after: string) => read(sender, `/log?after=${after}&limit=50`);
    const first = await page('0');
    const second = await page(first.at(-1)?.next ?? '');
    expect(eventsIn(second).length).toBeGreaterThan(0);
    await end('of-pages');
    await rename('结束之后');
    expect(await page(second.at(-1)?.next ?? '')).toEqual(refused);
    expect(await page('0')).toEqual(refused);
  });

  it('in the middle of an answer: it ends with a problem, before all that was recorded later', async () => {
    const sender = await auditor('of-an-answer', 'P');
    for (let time = 0; time < 3; time += 1) await rename(`之前${time}`, 500);
    const store = doors().stores.organization;
    const readLog = store.readLog.bind(store);
    let isEnded = false;
    store.readLog = async (after, limit) => {
      // The second batch of the door; look-ups read the log as well, by other batches.
      if (!isEnded && after === 1000n && limit === 1000) {
        isEnded = true;
        await end('of-an-answer');
        await rename('之后');
      }
      return readLog(after, limit);
    };
    const lines = await read(sender);
    store.readLog = readLog;
    expect(isEnded).toBe(true);
    expect(eventsIn(lines).length).toBeGreaterThan(0);
    expect(lines.at(-1)).toEqual({ problem: expect.objectContaining({ code: 'LOG_DUTY_MISSING' }) });
    expect(lines.some(({ next }) => next !== undefined)).toBe(false);
    const told = new Set(eventsIn(lines).map(({ id }) => id));
    const all = await readLog(0n, 10_000);
    const ended = all.findIndex(({ type, stream }) => type === 'DutyEnded' && stream === dutyStream('of-an-answer'));
    expect(all.slice(ended).filter(({ id }) => told.has(id))).toEqual([]);
  });

  it('of another service: it is heard of there before anything more is told', async () => {
    const poll = (period: string): Promise<void> =>
      doors().record(gradingStream('B', 'stars', period), {
        type: 'PollRecorded',
        data: { branchId: 'B', scheme: 'stars', period, ballots: 9, answers: { satisfied: 9 } },
      });
    const sender = await auditor('of-gradings', 'O');
    await poll('2024');
    expect(await read(sender, '/log', 'assessment')).toMatchObject([{ type: 'PollRecorded' }, { next: '1' }]);
    await end('of-gradings');
    await poll('2025');
    expect(await read(sender, '/log?after=1', 'assessment')).toEqual(refused);
  });
});

it('a page ends by its bytes too, and says where to go on', async () => {
  const sender = await auditor('of-much', 'D');
  // Longer than any command lets through: the log tells what no contract reads, too.
  const reason = '长'.repeat(80_000);
  for (let index = 0; index < 40; index += 1)
    await doors().record(dutyStream('refused'), {
      type: 'DutyRefused',
      data: {
        personId: 'refused',
        dutyId: derivedId('duty', 'refused', index),
        organizationId: 'D',
        effectiveOn: TODAY,
        reason,
      },
    });
  const pages: (readonly Line[])[] = [];
  for (let [after, next] = ['', '0']; after !== next;) {
    after = next;
    const page = await read(sender, `/log?after=${after}`);
    pages.push(page);
    next = page.at(-1)?.next ?? after;
  }
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages) expect(JSON.stringify(page).length * 3).toBeLessThan(9 * 2 ** 20);
  const told = pages.flatMap(eventsIn).filter(({ type }) => type === 'DutyRefused');
  expect(new Set(told.map(({ id }) => id)).size).toBe(40);
  expect(told).toHaveLength(40);
});

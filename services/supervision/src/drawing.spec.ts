import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { drawStream } from '@zhibu/contracts';
import { commitmentOf, outcomeOf, verifyReceipt } from '@zhibu/draw';
import { addDays, dayOf } from '@zhibu/kernel';
import { dueDraws } from './draws.lookup.ts';
import { drawPopulation, drawReceipt } from './draw/receipt.lookup.ts';
import { determined, dissolved, moved, prior, registered, roundClosed, temporary } from './testing/facts.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let end: () => Promise<void>;
beforeAll(async () => {
  ({ world, end } = await openWorld());
});
afterAll(() => end());

const today = (): string => dayOf(Date.now());
const BRANCHES = Array.from({ length: 12 }, (_, index) => `B${String(index).padStart(2, '0')}`);
const nonces = { C: '11'.repeat(32), W: '22'.repeat(32) } as const;
const HOURS = 60 * 60 * 1000;

async function announced(drawId: string): Promise<Buffer> {
  const data = { drawId, under: 'W', bodies: ['W', 'C'], sample: 3, commitBy: addDays(today(), 3) };
  const excluded = [{ because: 'under-reorganization' as const, branchIds: ['B11'] }];
  expect(await world.send({ name: 'AnnounceDraw', data: { ...data, excluded } }, 'W')).toEqual(['DrawAnnounced']);
  const { populationHash } = await world.dataOf(drawStream(drawId), 'DrawAnnounced');
  return Buffer.from(String(populationHash), 'hex');
}

async function committed(drawId: string): Promise<Buffer> {
  const hash = await announced(drawId);
  for (const bodyId of ['C', 'W'] as const) {
    const commitment = commitmentOf(hash, bodyId, Buffer.from(nonces[bodyId], 'hex'));
    expect(await world.send({ name: 'CommitSeed', data: { drawId, bodyId, commitment } }, bodyId)).toHaveLength(1);
  }
  return hash;
}

const receiptIn = (drawId: string) => drawReceipt(world.store, world.database, drawId);

beforeAll(async () => {
  await world.tell(
    registered('P', 'province'),
    registered('C', 'city', 'P'),
    registered('W', 'work-committee', 'C'),
    registered('U', 'unit', 'W'),
    ...BRANCHES.map((id) => registered(id, 'branch', 'U')),
    registered('T', 'branch', 'U'),
    temporary('T'),
    registered('L', 'branch', 'U', { effectiveOn: addDays(today(), -10) }),
    determined('B00', 'leading'),
    determined('B01', 'lagging'),
    prior('B02', 'general'),
    roundClosed('2022'),
    // Provisional: its round is not closed.
    determined('B03', 'leading', '2023'),
  );
});

it('draws from the living branches of today, by the confirmed grade in force; a temporary one counts in no draw', async () => {
  await announced('D1');
  const { strata, branches, excluded } = await world.dataOf(drawStream('D1'), 'DrawAnnounced');
  expect(branches).toBe(12);
  expect(strata).toEqual([
    { stratum: 'none|lagging|24+', of: 1 },
    { stratum: 'none|leading|24+', of: 1 },
    { stratum: 'none|none|24+', of: 9 },
    { stratum: 'none|ordinary|24+', of: 1 },
  ]);
  expect(excluded).toEqual([{ because: 'under-reorganization', count: 1 }]);
});

it('refuses an exclusion of who is not drawn from, or as founded lately of who was not, and one too many', async () => {
  const data = { drawId: 'D9', under: 'W', bodies: ['W', 'C'], sample: 3, commitBy: addDays(today(), 3) };
  const excluding = (because: 'under-reorganization' | 'founded-less-than-3-months', ...branchIds: string[]) =>
    world.send({ name: 'AnnounceDraw', data: { ...data, excluded: [{ because, branchIds }] } }, 'W');
  expect(await excluding('under-reorganization', 'T')).toBe('EXCLUDED_NOT_THERE');
  expect(await excluding('under-reorganization', 'B00', 'B00')).toBe('EXCLUDED_NOT_THERE');
  expect(await excluding('founded-less-than-3-months', 'B00')).toBe('EXCLUDED_NOT_FOUNDED_LATELY');
  expect(await excluding('under-reorganization', 'B00', 'B01')).toBe('EXCLUDED_TOO_MANY');
  expect(await world.send({ name: 'AnnounceDraw', data: { ...data, sample: 14 } }, 'W')).toBe('SAMPLE_TOO_LARGE');
  expect(await excluding('founded-less-than-3-months', 'L')).toEqual(['DrawAnnounced']);
});

it('is completed by the timetable once all have revealed, and its receipt verifies', async () => {
  await committed('D2');
  for (const bodyId of ['W', 'C'] as const)
    expect(
      await world.send({ name: 'RevealSeed', data: { drawId: 'D2', bodyId, nonce: nonces[bodyId] } }, bodyId),
    ).toEqual(['SeedRevealed']);
  await world.keepTime();
  expect(verifyReceipt(await receiptIn('D2'))).toMatchObject({ holds: true });
});

it('goes on without who keeps silent, by the chain’s value of the first row after the deadline', async () => {
  world.behind = 24 * HOURS;
  await committed('D3');
  expect(await world.send({ name: 'RevealSeed', data: { drawId: 'D3', bodyId: 'C', nonce: nonces.C } }, 'C')).toEqual([
    'SeedRevealed',
  ]);
  await world.keepTime();
  expect(await world.dataOf(drawStream('D3'), 'RevealMissed')).toEqual({});
  world.behind = 0;
  await world.keepTime();
  const { revealBy } = await world.dataOf(drawStream('D3'), 'RevealMissed');
  const { checkpoint } = await world.dataOf(drawStream('D3'), 'DrawCompleted');
  const log = await world.store.readLog(0n, 1000);
  const first = log.find(({ recordedAt }) => Date.parse(recordedAt) >= Date.parse(String(revealBy)));
  expect(checkpoint).toBe(await world.store.chainAt(first?.position ?? 0n));
  const receipt = await receiptIn('D3');
  expect(verifyReceipt(receipt)).toMatchObject({ holds: true });
  expect(receipt.bodies.map((body) => 'missed' in body)).toEqual([false, true]);
});

it('gives the list that was frozen from the announcement on, by the hash that was announced', async () => {
  const hash = await announced('D7');
  const { text, branches } = await drawPopulation(world.store, world.database, 'D7');
  expect(createHash('sha256').update(text).digest('hex')).toBe(hash.toString('hex'));
  expect(branches).toHaveLength(12);
  await expect(drawPopulation(world.store, world.database, 'D0')).rejects.toMatchObject({ code: 'DRAW_UNKNOWN' });
});

it('substitutes by the next in the order of the draw, as its receipt recomputes it', async () => {
  const [branchId = ''] = (await receiptIn('D2')).drawn;
  const data = { drawId: 'D2', branchId, reason: '已撤销' };
  expect(await world.send({ name: 'SubstituteDrawn', data }, 'W')).toEqual(['DrawnSubstituted']);
  const receipt = await receiptIn('D2');
  expect(receipt.substituted).toMatchObject([{ branch: branchId, reason: '已撤销' }]);
  expect(verifyReceipt(receipt)).toMatchObject({ holds: true });
});

it('gives no receipt of a draw that is not completed, or was never announced', async () => {
  await expect(receiptIn('D1')).rejects.toMatchObject({ code: 'DRAW_NOT_COMPLETED' });
  await expect(receiptIn('D0')).rejects.toMatchObject({ code: 'DRAW_UNKNOWN' });
});

const listsKept = async (): Promise<number> =>
  (await world.database.query('SELECT FROM draw_population')).rowCount ?? 0;

it('keeps the list of what it announces, and of nothing that it refuses or knows already', async () => {
  const data = { drawId: 'D5', under: 'W', bodies: ['W', 'C'], sample: 3, commitBy: addDays(today(), 3) };
  const announce = (change: object, by = 'W') => world.send({ name: 'AnnounceDraw', data: { ...data, ...change } }, by);
  const before = await listsKept();
  expect(await announce({}, 'P')).toBe('NOT_A_BODY_OF_THE_DRAW');
  expect(await announce({ commitBy: today() })).toBe('COMMIT_BY_PAST');
  expect(await listsKept()).toBe(before);
  expect(await announce({})).toEqual(['DrawAnnounced']);
  expect(await announce({ sample: 4 })).toBe('DRAW_KNOWN');
  expect(await listsKept()).toBe(before + 1);
});

it('looks at the draws that something is due of, however many wait for a body', async () => {
  const day = today();
  const now = new Date().toISOString();
  const due = () => dueDraws(world.database, { today: day, now }, 1);
  await world.keepTime();
  expect(await due()).toEqual([]);
  const waiting = { drawId: 'A0', under: 'W', bodies: ['W', 'C'], sample: 1, commitBy: addDays(day, 3) };
  expect(await world.send({ name: 'AnnounceDraw', data: waiting }, 'W')).toEqual(['DrawAnnounced']);
  await committed('D6');
  for (const bodyId of ['W', 'C'] as const)
    await world.send({ name: 'RevealSeed', data: { drawId: 'D6', bodyId, nonce: nonces[bodyId] } }, bodyId);
  await world.caughtUp();
  expect(await due()).toEqual(['D6']);
  await world.keepTime();
  expect(await due()).toEqual([]);
  expect(await dueDraws(world.database, { today: addDays(day, 4), now }, 100)).toContain('A0');
});

it('lapses where a commitment is missing after the last day', async () => {
  world.behind = 10 * 24 * HOURS;
  const data = { drawId: 'D4', under: 'W', bodies: ['W', 'C'], sample: 1, commitBy: addDays(today(), -3) };
  expect(await world.send({ name: 'AnnounceDraw', data }, 'W')).toEqual(['DrawAnnounced']);
  world.behind = 0;
  await world.keepTime();
  expect(await world.dataOf(drawStream('D4'), 'DrawLapsed')).toMatchObject({ missing: ['C', 'W'] });
});

it('passes over whose turn it is and who would not be drawn that day; its receipt tells each step and verifies', async () => {
  const before = await receiptIn('D2');
  const used = new Set([...before.drawn, ...before.substituted.map(({ by }) => by)]);
  const order = outcomeOf(before, Buffer.from(before.seed, 'hex')).order.get('none|none|24+') ?? [];
  const [first = '', second = '', third = '', fourth = '', ...rest] = order.filter((code) => !used.has(code));
  const gone = before.substituted.map(({ branch }) => branch);
  const branchId = order.find((code) => before.drawn.includes(code) && !gone.includes(code)) ?? '';
  await world.tell(dissolved(first, today()), moved(second, 'P'), temporary(third));
  const substitute = (code: string, reason: string) =>
    world.send({ name: 'SubstituteDrawn', data: { drawId: 'D2', branchId: code, reason } }, 'W');
  expect(await substitute(branchId, '合并')).toEqual(Array.from({ length: 4 }, () => 'DrawnSubstituted'));
  const passed = (why: string): string => `轮到替补时该党支部${why}，顺延至下一个`;
  const receipt = await receiptIn('D2');
  expect(receipt.substituted.slice(before.substituted.length)).toEqual([
    { branch: branchId, by: first, reason: '合并' },
    { branch: first, by: second, reason: passed('已撤销') },
    { branch: second, by: third, reason: passed('已不在本次抽取范围内') },
    { branch: third, by: fourth, reason: passed('为临时党支部') },
  ]);
  expect(verifyReceipt(receipt)).toMatchObject({ holds: true });
  await world.tell(...rest.map((code) => dissolved(code, today())));
  expect(await substitute(fourth, '合并')).toHaveLength(rest.length + 1);
  const whole = await receiptIn('D2');
  expect(whole.substituted.at(-1)).toEqual({ branch: rest.at(-1), by: null, reason: passed('已撤销') });
  expect(verifyReceipt(whole)).toMatchObject({ holds: true });
});

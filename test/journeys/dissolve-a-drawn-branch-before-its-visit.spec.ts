import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { commitmentOf } from '@zhibu/draw';
import { onDay } from '../support/clock.ts';
import { eventually } from '../support/duties.ts';
import { PlatformUnderTest } from '../support/platform.ts';
import { CITY, COMMITTEE, done, paper, registerBranches, sent, UNIT } from '../support/supervised.ts';

const TODAY = '2026-06-15';
const VISIT_ON = '2026-06-25';
const branches = Array.from({ length: 9 }, (_, index) => `${UNIT}-0${index + 1}`);
const nonces = { [CITY]: '11'.repeat(32), [COMMITTEE]: '22'.repeat(32) };
const bodies = [CITY, COMMITTEE] as const;
const drawId = 'D2026';

interface Drawn {
  readonly status: string;
  readonly populationHash: string;
  readonly drawn: readonly string[];
  readonly substituted: readonly { readonly branchId: string; readonly by: string | null }[];
  readonly toVisit: readonly { readonly organization: { readonly code: string } }[];
}

let platform: PlatformUnderTest;
let drawn: readonly string[] = [];
/** Who was drawn first. */
let dissolved = '';

beforeAll(async () => {
  platform = await PlatformUnderTest.start({ environment: onDay(TODAY) });
  await registerBranches(platform, branches);
  const announced = { drawId, under: COMMITTEE, bodies, sample: 3, commitBy: '2026-06-18' };
  // The services learn of organizations by their feeds.
  await eventually(async () => {
    await done(platform, ['P-office', COMMITTEE], ['AnnounceDraw', announced]);
  });
}, 300_000);
afterAll(() => platform.discard());

const shown = async (): Promise<Drawn> => {
  const { draw } = await platform.query<{ draw: Drawn | null }>(
    `query ($id: ID!) { draw(id: $id) {
      status populationHash drawn substituted { branchId by } toVisit { organization { code } } } }`,
    { id: drawId },
  );
  if (!draw) throw new Error('no draw yet');
  return draw;
};
const visit = (inspectionId: string, organizationId: string) => {
  const planned = { scope: 'comprehensive', mode: 'on-site', purpose: 'routine', visitOn: VISIT_ON, drawId };
  const team = ['P-leader', 'P-member'];
  const schedule = { inspectionId, organizationId, ...planned, leaderId: 'P-leader', team };
  return sent(platform, ['P-leader', COMMITTEE], ['ScheduleInspection', schedule]);
};
const dissolve = (more: object = {}) => {
  const decided = { organizationId: dissolved, effectiveOn: TODAY, reason: '机构改革', ...more };
  return sent(platform, ['P-register', COMMITTEE], ['DissolveOrganization', decided]);
};

it('two bodies commit and reveal, and what is drawn follows', async () => {
  const population = Buffer.from((await eventually(shown)).populationHash, 'hex');
  for (const bodyId of bodies) {
    const commitment = commitmentOf(population, bodyId, Buffer.from(nonces[bodyId] ?? '', 'hex'));
    await done(platform, [`P-${bodyId}`, bodyId], ['CommitSeed', { drawId, bodyId, commitment }]);
  }
  for (const bodyId of bodies)
    await done(platform, [`P-${bodyId}`, bodyId], ['RevealSeed', { drawId, bodyId, nonce: nonces[bodyId] }]);
  ({ drawn } = await eventually(async () => {
    const draw = await shown();
    expect(draw).toMatchObject({ status: 'completed', substituted: [] });
    return draw;
  }));
  expect(drawn).toHaveLength(3);
  dissolved = drawn[0] ?? '';
}, 240_000);

it('who was drawn is visited by that draw, and is not dissolved without a paper meanwhile', async () => {
  const undrawn = branches.find((id) => !drawn.includes(id)) ?? '';
  expect(await visit('V1', undrawn)).toBe('NOT_DRAWN_TO_VISIT');
  expect(await visit('V2', dissolved)).toEqual(['InspectionScheduled']);
  await eventually(async () => expect(await dissolve()).toBe('SUPERVISION_OPEN'));
  expect(await dissolve({ basis: paper(40) })).toEqual(['OrganizationDissolved']);
});

it('its dissolution cancels the inspection', async () => {
  await eventually(async () => {
    const { inspection } = await platform.query<{ inspection: object }>(
      '{ inspection(id: "V2") { status causedBy { type } } }',
    );
    expect(inspection).toEqual({ status: 'cancelled', causedBy: { type: 'OrganizationDissolved' } });
  });
  expect(await visit('V3', dissolved)).toBe('ORGANIZATION_DISSOLVED');
});

it('the next in the order of the draw is visited instead', async () => {
  const substituted = { drawId, branchId: dissolved, reason: '该支部已撤销' };
  expect(await sent(platform, ['P-office', COMMITTEE], ['SubstituteDrawn', substituted])).toEqual(['DrawnSubstituted']);
  const draw = await eventually(async () => {
    const now = await shown();
    expect(now.substituted).toEqual([{ branchId: dissolved, by: expect.any(String) }]);
    return now;
  });
  const substitute = draw.substituted[0]?.by ?? '';
  expect(drawn).not.toContain(substitute);
  const toVisit = draw.toVisit.map(({ organization: { code } }) => code);
  expect(toVisit.toSorted()).toEqual([...drawn.slice(1), substitute].toSorted());
  expect(await visit('V4', substitute)).toEqual(['InspectionScheduled']);
});

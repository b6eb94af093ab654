import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  commandCatalogue,
  type OrganizationKind,
  organizationStream,
  problemStream,
  sixHavesNames,
} from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';
import { type Answered, type Doors, openDoors } from './support/doors.ts';
import { concluded, inspect, type Inspecting } from './support/inspections.ts';

/** The last day of the duty of who inspected B: it was concluded thirty days before. */
const LAST = '2026-03-31';
const CONCLUDED = '2026-03-01';

let now = Date.parse(`${LAST}T15:59:59Z`);
let doors: Doors;

const ofB: Inspecting = {
  inspectionId: 'I-B',
  organizationId: 'B',
  bodyId: 'W',
  team: ['p-b', 'p-of-both'],
  on: '2026-02-20',
};
const ofD: Inspecting = { ...ofB, inspectionId: 'I-D', organizationId: 'D', team: ['p-d', 'p-of-both'] };
const problemId = derivedId('problem', 'B');

beforeAll(async () => {
  doors = await openDoors(() => now);
  // What was inspected is told before anything of the organizations and duties.
  await inspect(doors, ofB, concluded(ofB, CONCLUDED));
  await inspect(doors, ofD);
  await register('W', 'work-committee');
  await register('U', 'unit', 'W');
  for (const branch of ['B', 'D']) await register(branch, 'branch', 'U');
  await doors.record(problemStream(problemId), {
    type: 'ProblemIdentified',
    data: {
      problemId,
      organizationId: 'B',
      aspect: 'organization-setup',
      item: '1.1',
      openBy: '2026-04-20',
      source: { kind: 'inspection', reference: 'I-B' },
      effectiveOn: CONCLUDED,
    },
  });
  await doors.ready();
});
afterAll(() => doors.stop());

const register = (organizationId: string, kind: OrganizationKind, parentId?: string): Promise<void> =>
  doors.record(organizationStream(organizationId), {
    type: 'OrganizationRegistered',
    data: {
      organizationId,
      code: organizationId,
      kind,
      name: `组织${organizationId}`,
      effectiveOn: '2020-01-01',
      findings: [],
      ...(parentId !== undefined && { parentId }),
    },
  });

const send = (name: string, data: object, personId: string): Promise<Answered> =>
  doors.post(commandCatalogue[name]?.service ?? 'organization', `/commands/${name}`, {
    body: { data, commandId: `c-${name}-${personId}` },
    sender: { actor: { personId, role: 'person' }, session: `s-${personId}` },
  });

/** What an inspector may send about an organization at each door, or where he may nothing, what he learns of it there. */
const asked: readonly (readonly [name: string, about: object, nowhere: object])[] = [
  ['RecordSpotCheck', { inspectionId: 'I-B' }, { inspectionId: 'NONE' }],
  ['VerifyCompletion', { problemId }, { problemId: derivedId('problem', 'none') }],
  ['RecordSixHaves', { branchId: 'B' }, { branchId: 'NONE' }],
  ['RegisterEvidence', { organizationId: 'B' }, { organizationId: 'NONE' }],
  ['RenameOrganization', { organizationId: 'B' }, { organizationId: 'NONE' }],
];

/** What each says beside that. */
const payloads: Readonly<Record<string, object>> = {
  RecordSpotCheck: {
    spotCheckId: derivedId('spot'),
    kind: 'members-awareness',
    askedCount: 3,
    rightCount: 2,
    checkedOn: CONCLUDED,
  },
  VerifyCompletion: { accepted: true },
  RecordSixHaves: {
    checkedOn: CONCLUDED,
    occasion: 'acceptance',
    items: sixHavesNames.map((item) => ({ item, standing: 'met' })),
  },
  RegisterEvidence: { sha256: '0'.repeat(64), name: '记录.pdf' },
  RenameOrganization: { name: '第一党支部', effectiveOn: LAST },
};

describe.each(asked)('%s', (name, about, nowhere) => {
  const data = payloads[name];

  it('lets in who is on the team of the inspection, up to its thirtieth day after', async () => {
    const expected = name === 'RenameOrganization' ? /^DUTY_MISSING$/ : /^(?!DUTY_MISSING|.*_UNKNOWN$)/;
    for (const personId of ['p-b', 'p-of-both'])
      expect((await send(name, { ...data, ...about }, personId)).code ?? 'decided').toMatch(expected);
  });

  it('answers one of another inspection as if the organization were not there, and from the day after the end everybody', async () => {
    await expectHidden('p-d');
    now += 1000;
    try {
      await expectHidden('p-b');
    } finally {
      now -= 1000;
    }
  });

  async function expectHidden(personId: string): Promise<void> {
    const [hidden, none] = [
      await send(name, { ...data, ...about }, personId),
      await send(name, { ...data, ...nowhere }, personId),
    ];
    expect(none).toMatchObject({ status: 404, code: expect.stringMatching(/_UNKNOWN$/) });
    expect(JSON.stringify(hidden)).toBe(JSON.stringify(none));
  }
});

it('who is on a team schedules, and is let in at once by the service that records it', async () => {
  await inspect(doors, { ...ofB, inspectionId: 'I-now', team: ['p-new', 'p-newer'] });
  const data = { ...payloads['RecordSpotCheck'], inspectionId: 'I-now' };
  expect(await send('RecordSpotCheck', data, 'p-new')).toMatchObject({ events: [{ type: 'SpotCheckRecorded' }] });
});

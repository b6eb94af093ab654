import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  activityStream,
  commandCatalogue,
  type CommandContract,
  type DutyName,
  dutyStream,
  type EventNamed,
  gradingStream,
  organizationStream,
  problemStream,
} from '@zhibu/contracts';
import { derivedId } from '@zhibu/kernel';
import { DutyCheck, type Sender } from '@zhibu/service-kit';
import { basis, dutyOf, dutyWorld, personOf, problemOf, TODAY, YESTERDAY } from './support/duty-world.ts';

const doors = dutyWorld();

const held = (duty: DutyName, at?: string): Sender['actor'] => ({
  personId: personOf({ duty, at, state: 'held' }),
  role: 'person',
});
const send = (name: string, data: object, actor: Sender['actor'], more: Partial<Sender> = { session: 's-1' }) => {
  const service = commandCatalogue[name]?.service ?? 'organization';
  return doors().post(service, `/commands/${name}`, {
    body: { data, commandId: `c-${name}-${actor.personId}` },
    sender: { actor, ...more },
  });
};
const rename = { organizationId: 'B', name: '第一党支部', effectiveOn: TODAY };
const close = (id: string): object => ({ problemId: problemOf(id) });
const open = (branchId: string): object => ({ branchId, scheme: 'stars', period: '2026' });

it.each([
  [
    'RenameOrganization',
    rename,
    held('committee-clerk', 'W'),
    held('organ-committee-staff', 'O'),
    organizationStream('B'),
  ],
  [
    'CloseProblem',
    close('B'),
    held('organ-committee-staff', 'O'),
    held('branch-secretary', 'B'),
    problemStream(problemOf('B')),
  ],
  [
    'OpenGrading',
    open('B'),
    held('committee-clerk', 'W'),
    held('committee-decider', 'W'),
    gradingStream('B', 'stars', '2026'),
  ],
] as const)(
  '%s is decided for whom his duty allows it, and refused before for others',
  async (...[name, data, mine, others, stream]) => {
    const store = doors().stores[commandCatalogue[name]?.service ?? 'organization'];
    const before = (await store.readStream(stream)).length;
    expect(await send(name, data, others)).toMatchObject({ status: 403, code: 'DUTY_MISSING', organizationId: 'B' });
    expect((await store.readStream(stream)).length).toBe(before);
    // The aggregate itself decides then, by its own rules.
    expect((await send(name, data, mine)).code ?? 'decided').not.toMatch(/^DUTY_MISSING$|^ORGANIZATION_UNKNOWN$/);
  },
);

it('it says which right it takes at which organization, and whose duty would give it, in either language', async () => {
  const secretary = held('branch-secretary', 'B');
  const { detail, right, duties } = await send('CloseProblem', close('B'), secretary);
  expect({ detail, right, duties }).toEqual({
    detail:
      '您的岗位职责不含办理此事的权限，请由有此权限的人办理（所需权限：认定问题；有此权限的岗位：省委组织部、市委组织部、工委负责人、机关党委专职工作人员）',
    right: 'judge-problem',
    duties: ['province-office', 'city-office', 'committee-decider', 'organ-committee-staff'],
  });
  const body = { data: close('B') };
  const english = await doors().post('rectification', '/commands/CloseProblem', {
    body,
    sender: { actor: secretary, session: 's-1' },
    language: 'en',
  });
  expect(english.detail).toBe(
    'none of your duties gives the right to this; have somebody do it whose duty does (the right: judge problems; duties that give it: province office, city office, decider of a work committee, staff of an organ committee)',
  );
});

it.each([
  ['RenameOrganization', rename, { organizationId: 'E' }, { organizationId: 'NONE' }, held('branch-secretary', 'B')],
  ['OpenGrading', open('B'), { branchId: 'E' }, { branchId: 'NONE' }, held('committee-decider', 'W')],
  ['CloseProblem', {}, close('E'), { problemId: derivedId('problem', 'none') }, held('committee-decider', 'W')],
  ['RefuseDuty', { reason: '不符' }, dutyPayload('E'), dutyPayload('NONE'), held('committee-clerk', 'W')],
] as const)(
  '%s about what is there and not his is refused byte for byte as what is not there',
  async (...[name, more, hidden, none, actor]) => {
    const answers = [await send(name, { ...more, ...hidden }, actor), await send(name, { ...more, ...none }, actor)];
    expect(answers[0]).toMatchObject({ status: 404, code: expect.stringMatching(/_UNKNOWN$/) });
    expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
  },
);

it('he acts by the duty that allows it, at the nearest organization, or at the one that he names', async () => {
  const personId = 'two-duties';
  await doors().record(
    dutyStream(personId),
    ...['W', 'O'].map((organizationId) => assignedAt(personId, organizationId)),
  );
  await doors().ready();
  const permit = (organizationId?: string) =>
    doors().app('rectification').get(DutyCheck).of({ personId, role: 'person', organizationId })({
      contract: commandCatalogue['CloseProblem'] as CommandContract,
      data: close('B'),
    });
  expect(await permit()).toEqual({ personId, role: 'organ-committee-staff', organizationId: 'O' });
  expect(await permit('W')).toEqual({ personId, role: 'committee-decider', organizationId: 'W' });
  await expect(permit('U')).rejects.toEqual(expect.objectContaining({ code: 'DUTY_MISSING' }));
});

it('the event says by which duty, for which organization', async () => {
  await send('RenameOrganization', { ...rename, name: '第二党支部' }, held('committee-clerk', 'W'), { session: 's-2' });
  const events = await doors().stores.organization.readStream(organizationStream('B'));
  expect(events.at(-1)?.metadata.actor).toEqual({
    personId: 'committee-clerk.W.held',
    role: 'committee-clerk',
    organizationId: 'W',
  });
});

it('in a batch each command is asked about by itself, after those of its stream before it', async () => {
  const registered = { code: 'N', kind: 'branch', name: '新支部', parentId: 'U', openedOn: TODAY };
  const commandsOf = [
    ['RegisterOrganization', registered],
    ['RenameOrganization', { organizationId: 'N', name: '新党支部', effectiveOn: TODAY }],
    ['RenameOrganization', { organizationId: 'E', name: '他人支部', effectiveOn: TODAY }],
  ].map(([name, data]) => ({ name, data }));
  const { outcomes } = await doors().post('organization', '/commands', {
    body: { commands: commandsOf },
    sender: { actor: held('committee-clerk', 'W'), session: 's-1' },
  });
  expect(outcomes).toMatchObject([
    { events: [{ type: 'OrganizationRegistered' }] },
    { events: [{ type: 'OrganizationRenamed' }] },
    { problem: { code: 'ORGANIZATION_UNKNOWN' } },
  ]);
});

describe('entered on behalf', () => {
  const clerk = held('committee-clerk', 'W');
  const paper = { personId: held('branch-secretary', 'B').personId, documentNo: '支〔2026〕7号' };
  const activity = (externalId: string): object => ({
    branchId: 'B',
    externalId,
    kind: 'party-day',
    heldOn: YESTERDAY,
    attendance: 5,
  });
  const enter = (data: object, actor: Sender['actor'], more: object = {}, by: Partial<Sender> = { session: 's-1' }) =>
    doors().post('organization', '/commands/RecordActivity', {
      body: { data, onBehalf: paper, ...more },
      sender: { actor, ...by },
    });

  it('the signer acts by his own duty, and who typed it stands beside him with the paper', async () => {
    expect(await enter(activity('X-1'), clerk)).toMatchObject({ status: 200 });
    const [event] = await doors().stores.organization.readStream(activityStream('B', '2026'));
    expect(event?.metadata.actor).toEqual({
      personId: 'branch-secretary.B.held',
      role: 'branch-secretary',
      organizationId: 'B',
      enteredBy: { personId: 'committee-clerk.W.held', documentNo: '支〔2026〕7号' },
    });
  });

  it('it takes the right to enter of who types it, and the right itself of who signed', async () => {
    expect(await enter(activity('X-2'), held('branch-secretary', 'B'))).toMatchObject({
      code: 'DUTY_MISSING',
      right: 'enter',
    });
    const other = { ...paper, personId: held('branch-secretary', 'D').personId };
    expect(await enter(activity('X-2'), clerk, { onBehalf: other })).toMatchObject({
      status: 403,
      code: 'SIGNER_DUTY_MISSING',
      right: 'record-activity',
      organizationId: 'B',
    });
    expect(await enter({ ...activity('X-2'), branchId: 'E' }, clerk)).toMatchObject({ code: 'ORGANIZATION_UNKNOWN' });
  });

  it('a duty is proposed and confirmed by who answers for it, whoever sends it', async () => {
    const data = { personId: 'p-7', duty: 'auditor', organizationId: 'W', basis };
    for (const session of ['s-1', undefined])
      expect(
        await doors().post('organization', '/commands/ProposeDuty', {
          body: { data, onBehalf: paper },
          sender: { actor: clerk, session },
        }),
      ).toMatchObject({ status: 403, code: 'NOT_ON_BEHALF' });
  });

  it('the operator enters too, and is named', async () => {
    expect(await enter(activity('X-3'), { personId: 'p-1', role: 'operator' }, {}, {})).toMatchObject({ status: 200 });
    const events = await doors().stores.organization.readStream(activityStream('B', '2026'));
    expect(events.at(-1)?.metadata.actor).toEqual({
      personId: paper.personId,
      role: 'operator',
      enteredBy: { personId: 'p-1', documentNo: paper.documentNo },
    });
  });

  it.each([
    [7],
    [{}],
    [{ personId: 'p-2' }],
    [{ ...paper, documentNo: '' }],
    [{ ...paper, personId: 'a b' }],
    [{ ...paper, more: 1 }],
  ])('of %j is refused', async (onBehalf) => {
    expect(await enter(activity('X-4'), clerk, { onBehalf })).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
  });
});

it('without a session the operator sends as before, whoever he says that he is', async () => {
  const data = { ...rename, name: '第三党支部' };
  expect(await send('RenameOrganization', data, { personId: 'nobody', role: 'operator' }, {})).toMatchObject({
    status: 200,
  });
});

/** A duty of an organization as it is refused; of none: one that nobody holds. */
function dutyPayload(id: string): object {
  return { personId: `of.${id}`, dutyId: dutyOf(id) };
}

const assignedAt = (personId: string, organizationId: string): EventNamed<'DutyAssigned'> => ({
  type: 'DutyAssigned',
  data: {
    personId,
    dutyId: derivedId('duty', personId, organizationId),
    duty: organizationId === 'W' ? 'committee-decider' : 'organ-committee-staff',
    organizationId,
    from: '2026-01-01',
    basis,
    confirmerId: 'p-9',
  },
});

import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { commandCatalogue, type CommandContract, dutyStream, organizationStream } from '@zhibu/contracts';
import { type Actor, derivedId, Refusal } from '@zhibu/kernel';
import { DutyCheck } from '@zhibu/service-kit';
import { z } from 'zod';
import { basis, drawOf, dutyWorld, type Holding, personOf, TODAY } from './support/duty-world.ts';

const doors = dutyWorld();

interface Shape {
  readonly refers?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** Where a payload may name an organization: each way the names of fields, `0` for the first of a list. */
function waysIn({ refers, properties = {}, items, anyOf = [] }: Shape): readonly (readonly string[])[] {
  if (refers === 'organization') return [[]];
  return [
    ...Object.entries(properties).flatMap(([name, part]) => waysIn(part).map((way) => [name, ...way])),
    ...(items ? waysIn(items).map((way) => ['0', ...way]) : []),
    ...anyOf.flatMap(waysIn),
  ];
}

/** The commands that name an organization beside the one that they are about; a registration makes the one of its code. */
const naming = Object.values(commandCatalogue).flatMap((contract) =>
  waysIn(z.toJSONSchema(contract.schema) as Shape)
    .filter(([first, ...rest]) => rest.length > 0 || (first !== contract.about && first !== 'code'))
    .map((way) => ({ name: contract.name, field: way.join('.'), way, contract })),
);

/** By command, who may send it, about what. */
const senders: Readonly<Record<string, readonly [by: Holding['duty'], at: string, about: string]>> = {
  ProposeDuty: ['committee-clerk', 'W', 'O'],
  MoveOrganization: ['committee-clerk', 'W', 'B'],
  ReportMembership: ['committee-clerk', 'W', 'B'],
  SetForm: ['committee-clerk', 'W', 'B'],
  SetJointUnits: ['committee-clerk', 'W', 'B'],
  OpenRound: ['committee-clerk', 'W', 'W'],
  AddRoundEdition: ['committee-clerk', 'W', 'W'],
  ExemptBranch: ['committee-clerk', 'W', 'W'],
  RaiseRoundObjection: ['committee-clerk', 'W', 'W'],
  RecordUnitReview: ['party-group-secretary', 'U', 'U'],
  AdmitLateBranch: ['committee-decider', 'W', 'W'],
  AdoptPlan: ['committee-decider', 'W', 'W'],
  AmendPlan: ['committee-decider', 'W', 'W'],
  JoinPlanItems: ['committee-decider', 'W', 'W'],
  AnnounceDraw: ['committee-decider', 'W', 'W'],
  DecideBatch: ['committee-decider', 'W', 'W'],
  ConfirmSuccession: ['committee-decider', 'W', 'W'],
  RecordPriorDesignation: ['committee-clerk', 'W', 'B'],
  RecordPriorInspection: ['committee-decider', 'W', 'B'],
  SubstituteDrawn: ['committee-decider', 'W', drawOf('B')],
};

const held = (duty: Holding['duty'], at: string) => ({
  personId: personOf({ duty, at, state: 'held' }),
  role: 'person',
});

const put = ([first, ...rest]: readonly string[], id: string): unknown => {
  if (first === undefined) return id;
  return first === '0' ? [put(rest, id)] : { [first]: put(rest, id) };
};

/** How a command is answered at its door; what it says beside organizations nobody asks for here. */
const permitted = (contract: CommandContract, sender: Actor, data: object): Promise<object | 'permitted'> =>
  doors()
    .app(contract.service)
    .get(DutyCheck)
    .of(sender)({ contract, data })
    .then(
      () => 'permitted' as const,
      (error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        return { code: error.code, ...error.details };
      },
    );

/** What a command is told that names an organization by one way. */
function asked(contract: CommandContract, way: readonly string[], id: string): Promise<object | 'permitted'> {
  const [duty, at, about] = senders[contract.name] ?? ['committee-clerk', 'W', 'B'];
  return permitted(contract, held(duty, at), { [contract.about ?? '']: about, ...Object(put(way, id)) });
}

it('every command that names an organization beside its subject is listed with who may send it', () => {
  expect([...new Set(naming.map(({ name }) => name))].sort()).toEqual(Object.keys(senders).sort());
});

describe('a command that names somebody else’s organization is answered as of one that is not there', () => {
  it.each(naming)('$name by $field', async ({ contract, way, field }) => {
    const unknown = { code: 'ORGANIZATION_UNKNOWN', field };
    for (const id of ['NONE', 'V', 'E', 'X']) expect([id, await asked(contract, way, id)]).toEqual([id, unknown]);
    // What stands under his organization, and above it, he knows of.
    for (const id of ['B', 'O', 'W', 'C']) expect([id, await asked(contract, way, id)]).toEqual([id, 'permitted']);
  });
});

describe('what moved away after a period is of the round of that period', () => {
  const moved = { effectiveOn: '2026-02-01', findings: [] };
  beforeAll(async () => {
    for (const [id, kind, from, to] of [
      ['M', 'branch', 'O', 'V'],
      ['N', 'unit', 'V', 'W'],
    ] as const) {
      const data = { organizationId: id, code: id, kind, name: `组织${id}`, effectiveOn: '2020-01-01', findings: [] };
      await doors().record(
        organizationStream(id),
        { type: 'OrganizationRegistered', data: { ...data, parentId: from } },
        { type: 'OrganizationMoved', data: { organizationId: id, parentId: to, ...moved } },
      );
    }
    await doors().record(dutyStream('p-of-N'), {
      type: 'DutyAssigned',
      data: { ...dutyAt('N'), personId: 'p-of-N', dutyId: derivedId('duty', 'p-of-N') },
    });
    await doors().ready();
  });
  const dutyAt = (organizationId: string) =>
    ({ duty: 'party-group-secretary', organizationId, from: '2026-01-01', basis, confirmerId: 'p-9' }) as const;
  const answer = (name: string, personId: string, data: object): Promise<object | 'permitted'> => {
    const contract = commandCatalogue[name];
    if (!contract) throw new Error(`no command ${name}`);
    return permitted(contract, { personId, role: 'person' }, data);
  };
  const by = (duty: Holding['duty']): string => held(duty, 'W').personId;

  it.each([
    ['ExemptBranch', by('committee-clerk')],
    ['RaiseRoundObjection', by('committee-clerk')],
    ['AdmitLateBranch', by('committee-decider')],
  ])('%s by the committee whose round it is', async (name, sender) => {
    const about = { workCommitteeId: 'W', scheme: 'stars', branchId: 'M' };
    const unknown = { code: 'ORGANIZATION_UNKNOWN', field: 'branchId' };
    expect(await answer(name, sender, { ...about, period: '2025' })).toBe('permitted');
    // On the last day of a period that still runs it stands where it has moved to.
    expect(await answer(name, sender, { ...about, period: '2026' })).toEqual(unknown);
    expect(await answer(name, sender, { ...about, branchId: 'E', period: '2025' })).toEqual(unknown);
    expect(await answer(name, sender, { ...about, branchId: 'NONE', period: '2025' })).toEqual(unknown);
  });

  it('RecordUnitReview by a unit, for the committee that it stood under', async () => {
    const review = { workCommitteeId: 'V', unitId: 'N', scheme: 'stars' };
    const unknown = { code: 'ORGANIZATION_UNKNOWN', field: 'workCommitteeId' };
    expect(await answer('RecordUnitReview', 'p-of-N', { ...review, period: '2025' })).toBe('permitted');
    expect(await answer('RecordUnitReview', 'p-of-N', { ...review, period: '2026' })).toEqual(unknown);
  });
});

it.each([
  ['MoveOrganization', 'parentId', { organizationId: 'B', effectiveOn: TODAY, basis }],
  ['SetJointUnits', 'unitIds', { organizationId: 'B', effectiveOn: TODAY }],
  ['RegisterOrganization', 'parentId', { code: 'N1', kind: 'unit', name: '新单位', openedOn: TODAY }],
] as const)('over HTTP %s by %s is refused byte for byte alike', async (name, field, rest) => {
  const send = async (id: string, more: object = {}): Promise<string> => {
    const body = { commandId: 'c-1', data: { ...rest, [field]: field === 'unitIds' ? [id] : id }, ...more };
    const sender = { actor: held('committee-clerk', 'W'), session: 's-1' };
    return JSON.stringify(await doors().post('organization', `/commands/${name}`, { body, sender }));
  };
  const none = await send('NONE');
  expect(none).toContain('ORGANIZATION_UNKNOWN');
  for (const id of ['E', 'V']) expect(await send(id)).toBe(none);
  const onBehalf = { personId: held('committee-clerk', 'W').personId, documentNo: '工委〔2026〕9号' };
  for (const id of ['E', 'V']) expect(await send(id, { onBehalf })).toBe(await send('NONE', { onBehalf }));
});

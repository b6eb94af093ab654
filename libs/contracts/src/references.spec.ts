import { describe, expect, it } from '@jest/globals';
import { commandCatalogue, eventCatalogue } from './catalogue.ts';
import { allSamples } from './documents/sample.ts';
import {
  evidenceNamed,
  organizationConcerned,
  organizationsNamedBeside,
  organizationsReferredTo,
} from './references.ts';

const referredTo = (type: string, data: object) => [...organizationsReferredTo({ type, data })].sort();

it('names the subject of an event and whatever else it refers to, each once', () => {
  const day = { effectiveOn: '2022-01-01', findings: [] };
  expect(referredTo('OrganizationMoved', { organizationId: 'B1', parentId: 'U1', ...day })).toEqual(['B1', 'U1']);
  expect(referredTo('OrganizationRegistered', { organizationId: 'B1', code: 'B1', ...day })).toEqual(['B1']);
});

it('finds what is not called branchId: the organization of a level, the committee', () => {
  expect(referredTo('RectificationEscalated', { organizationId: 'B1', answeringId: 'U1' })).toEqual(['B1', 'U1']);
  expect(referredTo('GradingOpened', { branchId: 'B1', workCommitteeId: 'W1' })).toEqual(['B1', 'W1']);
});

it('finds those in a list', () => {
  expect(referredTo('RoundClosed', { workCommitteeId: 'W1', lagging: ['B2', 'B3'] })).toEqual(['B2', 'B3', 'W1']);
});

it('finds none in an event of another sort, and none of a type that is not known', () => {
  expect(referredTo('EditionRetired', { editionId: 'classification:1' })).toEqual([]);
  expect(referredTo('NeverHeardOf', { branchId: 'B1' })).toEqual([]);
});

it('finds every organization that a sample names, wherever it stands', async () => {
  for (const { type, data } of (await allSamples()).values()) {
    if (!eventCatalogue[type]) continue;
    const named = JSON.stringify(data).match(/"(990100(-[A-Z0-9]+)*)"/g) ?? [];
    expect([type, referredTo(type, data)]).toEqual([type, [...new Set(named.map((text) => text.slice(1, -1)))].sort()]);
  }
});

it.each([
  ['MoveOrganization', { organizationId: 'B', parentId: 'U' }, ['parentId U']],
  ['RegisterOrganization', { code: 'N', parentId: 'U' }, []],
  ['SetJointUnits', { organizationId: 'B', unitIds: ['U', 'T'] }, ['unitIds.0 U', 'unitIds.1 T']],
  ['OpenRound', { workCommitteeId: 'W', groups: [{ units: ['U'] }] }, ['groups.0.units.0 U']],
  ['RenameOrganization', { organizationId: 'B', name: 'U' }, []],
] as const)('%s names beside its subject each organization by the path of its field', (name, data, expected) => {
  const contract = commandCatalogue[name];
  const named = contract ? organizationsNamedBeside(contract, data) : [];
  expect(named.map(({ field, organizationId }) => `${field} ${organizationId}`)).toEqual(expected);
});

describe('an event is about', () => {
  it('the organization that it names, or what all go by, or is a duty or an access, which stand under nobody', () => {
    const aboutNobody = Object.values(eventCatalogue).flatMap(({ aggregate, schema }) => {
      const fields = Object.keys(Object(Reflect.get(schema, 'shape')));
      expect(fields.length).toBeGreaterThan(0);
      const named = fields.filter((field) =>
        ['branchId', 'organizationId', 'workCommitteeId', 'under', 'bodyId'].includes(field),
      );
      return named.length > 0 ? [] : [aggregate];
    });
    expect(new Set(aboutNobody)).toEqual(new Set(['edition', 'calendar', 'duty', 'access']));
  });

  it.each([
    ['BranchExempted', { workCommitteeId: 'C', branchId: 'B1' }, 'B1'],
    ['RoundOpened', { workCommitteeId: 'C' }, 'C'],
    ['OrganizationRenamed', { organizationId: 'U1' }, 'U1'],
    ['ProgrammeRegistered', { bodyId: 'C' }, 'C'],
    ['EditionPublished', {}, undefined],
    ['WorkingDaysPublished', {}, undefined],
    ['DutyAssigned', { organizationId: 'C' }, 'C'],
    ['DutyEnded', { organizationId: 'C' }, 'C'],
    ['DutyEnded', {}, ''],
    ['DrawAnnounced', { under: 'C', bodies: ['P'] }, 'C'],
    ['SeedCommitted', { under: 'C', bodyId: 'P' }, 'C'],
    ['DrawnSubstituted', { under: 'C', branchId: 'B1' }, 'B1'],
    ['OfTomorrow', {}, ''],
  ])('%s', (type, data, about) => expect(organizationConcerned({ type, data })).toBe(about));
});

describe('the evidence that a command names', () => {
  const [hash, other] = ['a1'.repeat(32), 'B2'.repeat(32)];
  const named = (command: string, data: object) => {
    const contract = commandCatalogue[command];
    return contract && evidenceNamed(contract, data).map(({ field, sha256 }) => [field, sha256]);
  };

  it('is every text that claims to be a hash, wherever it stands, and no other line', () => {
    const entries = [{ item: '1', evidence: ['台账', hash] }, { item: '2' }, { item: '3', evidence: [other] }];
    expect(named('SubmitRating', { entries })).toEqual([
      ['entries.0.evidence.1', hash],
      ['entries.2.evidence.0', other.toLowerCase()],
    ]);
    expect(named('RecordSixHaves', { items: [{ item: 'venue', evidence: [hash] }] })).toEqual([
      ['items.0.evidence.0', hash],
    ]);
    expect(named('ReportCompletion', { says: hash, evidence: [hash, `${hash}0`, `见 ${hash}`] })).toEqual([
      ['evidence.0', hash],
    ]);
  });

  it('is found in every command that has some', () => {
    const commands = Object.values(commandCatalogue).filter(
      ({ name }) =>
        (named(name, { evidence: [hash], items: [{ evidence: [hash] }], entries: [{ evidence: [hash] }] }) ?? [])
          .length > 0,
    );
    expect(commands.map(({ name }) => name).toSorted()).toEqual(
      expect.arrayContaining([
        'ConfirmProblemAgain',
        'IdentifyProblem',
        'RecordSixHaves',
        'ReportCompletion',
        'ReportRemediation',
        'SubmitRating',
      ]),
    );
  });
});

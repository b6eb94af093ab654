import { describe, expect, it } from '@jest/globals';
import { cell, edgesHandover, type Edits, knownFrom } from '../testing/edges.ts';
import { judge } from '../judging/judgement.ts';
import { commandOf, type Planned } from './plan.ts';
import type { Registered } from '../judging/known.ts';

const B1 = '990200-SZGW-001-B001';
const asOf = '2023-06-30';
const before = edgesHandover();

/** What a register with an edit asks of a platform that has taken in the one before. */
function changes(edits: Edits, there: Readonly<Record<string, Partial<Registered>>> = {}): readonly Planned[] {
  return judge(edgesHandover(edits), knownFrom(before, there), asOf).register.levels.flat();
}
const said = (planned: readonly Planned[]): readonly unknown[] => planned.map(({ name, data }) => [name, data]);
const at = { organizationId: B1, effectiveOn: asOf };

describe('a register that changed since sends only what changed', () => {
  it('nothing where nothing did', () => {
    expect(changes({})).toEqual([]);
  });

  it.each<[string, readonly [string, string], readonly [string, object]]>([
    ['renamed', ['name', '新名党支部'], ['RenameOrganization', { ...at, name: '新名党支部' }]],
    ['moved', ['parentCode', '990200-SZGW-001'], ['MoveOrganization', { ...at, parentId: '990200-SZGW-001' }]],
    ['membership', ['fullMembers', '18'], ['ReportMembership', { ...at, fullMembers: 18, probationaryMembers: 0 }]],
    [
      'an election, from the day it was held',
      ['committeeElectedOn', '2023-02-02'],
      ['RecordElection', { organizationId: B1, effectiveOn: '2023-02-02', termYears: 3, prior: true }],
    ],
    ['a secretary', ['secretaryRef', 'P-2'], ['ConfirmSecretary', { ...at, personId: 'P-2' }]],
    ['a vacancy', ['secretaryRef', ''], ['VacateSecretary', at]],
    ['a profile', ['brand', '新品牌'], ['SetProfile', { ...at, feature: '党建+政务服务', brand: '新品牌' }]],
  ])('%s', (_, [column, value], command) => {
    expect(said(changes({ register: cell(7, column, value) }))).toEqual([command]);
  });

  it('from the day of the column effectiveOn where there is one', () => {
    const withColumn = (rows: string[][]): readonly (readonly string[])[] =>
      rows.map((cells, index) => [...cells, ['effectiveOn', '', '', '', '', '', '2023-01-15'][index] ?? '']);
    expect(said(changes({ register: (rows) => withColumn(cell(7, 'name', '甲')(rows)) }))).toEqual([
      ['RenameOrganization', { ...at, effectiveOn: '2023-01-15', name: '甲' }],
    ]);
  });

  it('keeps the highlight, which no register has', () => {
    expect(said(changes({ register: cell(7, 'brand', '') }, { [B1]: { highlight: '亮点' } }))).toEqual([
      ['SetProfile', { ...at, feature: '党建+政务服务', highlight: '亮点' }],
    ]);
  });

  it('says a vacancy once', () => {
    const vacant = { [B1]: { secretary: null, secretaryVacantSince: '2023-01-01' } };
    expect(changes({ register: cell(7, 'secretaryRef', '') }, vacant)).toEqual([]);
  });

  it('registers a new organization with all its register says, from its opening on', () => {
    const row = [
      'B9',
      'branch',
      '990200-SZGW-001-JW',
      '新支部',
      'organ',
      '2023-07-20',
      '5',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ];
    expect(said(changes({ register: (rows) => [...rows, row] }))).toEqual([
      [
        'RegisterOrganization',
        {
          code: 'B9',
          kind: 'branch',
          name: '新支部',
          openedOn: '2023-07-20',
          parentId: '990200-SZGW-001-JW',
          sector: 'organ',
        },
      ],
      ['ReportMembership', { organizationId: 'B9', effectiveOn: '2023-07-20', fullMembers: 5, probationaryMembers: 0 }],
      ['VacateSecretary', { organizationId: 'B9', effectiveOn: '2023-07-20' }],
    ]);
  });

  it('names whoever is missing as a warning, and never dissolves', () => {
    const { register, warnings } = judge(
      edgesHandover({ register: (rows) => rows.filter((_, index) => index !== 6) }),
      knownFrom(before),
      asOf,
    );
    expect(register.levels).toEqual([]);
    expect(warnings.filter(({ code }) => code === 'organization-absent').map(({ value }) => value)).toEqual([
      `${B1} 市委办公室第一党支部`,
    ]);
  });

  it('takes another kind or opening for an error, and corrects the platform where the row states a basis', () => {
    const there = { [B1]: { kind: 'general-branch', openedOn: '1990-01-01' } } as const;
    const { faults } = judge(before, knownFrom(before, there), asOf);
    expect(faults.map(({ row, column, code, zh }) => [row, column, code, zh])).toEqual([
      [
        7,
        'kind',
        'correction-without-basis',
        '与平台登记的不同（平台：党总支）；登记有误须更正的，请在basis列写明依据文号',
      ],
      [
        7,
        'openedOn',
        'correction-without-basis',
        '与平台登记的不同（平台：1990-01-01）；登记有误须更正的，请在basis列写明依据文号',
      ],
    ]);
    const stated = edgesHandover({
      register: (rows) => rows.map((row, index) => [...row, ['basis', '示例〔2022〕7号'][Math.min(index, 1)] ?? '']),
    });
    const { register } = judge(stated, knownFrom(stated, there), asOf);
    expect(register.levels.flat()).toMatchObject([
      {
        name: 'CorrectRegistration',
        source: { rows: [7] },
        data: {
          organizationId: B1,
          effectiveOn: asOf,
          kind: 'branch',
          openedOn: before.register[5]?.openedOn,
          basis: { documentNo: '示例〔2022〕7号' },
          reason: expect.stringContaining('register.csv'),
        },
      },
    ]);
  });

  it('sets another sector from the day of the row, and says nothing of one that the row leaves empty', () => {
    const there = { [B1]: { sector: 'institution' } };
    const sent = judge(before, knownFrom(before, there), asOf).register.levels.flat();
    expect(sent).toMatchObject([
      { name: 'SetSector', data: { organizationId: B1, sector: 'organ', effectiveOn: asOf } },
    ]);
    const silent = edgesHandover({ register: cell(7, 'sector', '') });
    expect(judge(silent, knownFrom(before, there), asOf).register.levels).toEqual([]);
  });

  it('changes nothing of an organization that is dissolved', () => {
    const there = { [B1]: { dissolvedOn: '2023-03-01' } };
    expect(judge(before, knownFrom(before, there), asOf).faults).toEqual([]);
    const renamed = edgesHandover({ register: cell(7, 'name', '甲') });
    expect(judge(renamed, knownFrom(before, there), asOf).faults.map(({ code }) => code)).toEqual(['dissolved']);
  });

  it('leaves out an election earlier than the one the platform knows, with a warning', () => {
    const there = { [B1]: { committeeElectedOn: '2022-09-09' } };
    const { register, warnings } = judge(before, knownFrom(before, there), asOf);
    expect([register.levels, warnings.filter(({ code }) => code === 'election-earlier').length]).toEqual([[], 1]);
  });
});

describe('the id of a command', () => {
  const renamed = (there: Partial<Registered>): string => {
    const [planned] = changes({ register: cell(7, 'name', '甲') }, { [B1]: there });
    if (!planned) throw new Error('nothing was planned');
    return commandOf(planned).commandId;
  };

  it('is the same when an interrupted import is repeated', () => {
    expect(renamed({ revision: 4 })).toBe(renamed({ revision: 4 }));
  });

  it('is another when a value comes back after another was recorded in between', () => {
    expect(renamed({ revision: 4 })).not.toBe(renamed({ revision: 6 }));
  });
});

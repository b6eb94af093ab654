import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../fault.ts';
import { edgesHandover, type Edits, knownFrom } from '../testing/edges.ts';
import { judge, type Judgement } from '../judging/judgement.ts';
import type { Registered } from '../judging/known.ts';

const B1 = '990200-SZGW-001-B001';
const UNIT = '990200-SZGW-001-JW';
const before = edgesHandover();

interface Said {
  readonly change?: string;
  readonly effectiveOn?: string;
  readonly reason?: string;
  readonly basis?: string;
  readonly [column: string]: string | undefined;
}

/** The register with more columns, and what some of its rows say in any of them, by code. */
const saying =
  (said: Readonly<Record<string, Said>>) =>
  (rows: string[][]): readonly (readonly string[])[] => {
    const [header = []] = rows;
    const columns = [...header, 'effectiveOn', 'change', 'reason', 'basis'];
    return rows.map((cells, index) =>
      index === 0 ? columns : columns.map((name, at) => said[cells[0] ?? '']?.[name] ?? cells[at] ?? ''),
    );
  };

function judged(
  edits: Edits,
  there: Readonly<Record<string, Partial<Registered>>> = {},
  asOf = '2023-06-30',
): Judgement {
  return judge(edgesHandover(edits), knownFrom(before, there), asOf);
}
const sent = ({ register }: Judgement): readonly unknown[] =>
  register.levels.flat().map(({ name, data }) => [name, data]);
const found = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ row, column, code }) => `${row} ${column ?? ''} ${code}`);

describe('a row may end an organization', () => {
  it.each(['dissolve', '撤销'])('by the word %s, from its day, with reason and basis', (change) => {
    const row = { change, effectiveOn: '2023-05-01', reason: '机构改革', basis: '示例〔2023〕9号' };
    const judgement = judged({ register: saying({ [B1]: row }) });
    expect([judgement.faults, sent(judgement)]).toEqual([
      [],
      [
        [
          'DissolveOrganization',
          {
            organizationId: B1,
            effectiveOn: '2023-05-01',
            reason: '机构改革',
            basis: { documentNo: '示例〔2023〕9号' },
          },
        ],
      ],
    ]);
  });

  it('below it first, whatever their order', () => {
    const said = Object.fromEntries(
      before.register
        .filter(({ code, parentCode }) => code === UNIT || parentCode === UNIT)
        .map(({ code }) => [code, { change: 'dissolve', effectiveOn: '2023-05-01' }]),
    );
    const commands = judged({ register: saying(said) }).register.levels.flat();
    expect([commands.length > 2, commands.at(-1)?.subject]).toEqual([true, UNIT]);
  });

  it('once: repeated it asks for nothing, and another day is wrong', () => {
    const row = { change: 'dissolve', effectiveOn: '2023-05-01' };
    const same = judged({ register: saying({ [B1]: row }) }, { [B1]: { dissolvedOn: '2023-05-01' } });
    expect([same.faults, sent(same)]).toEqual([[], []]);
    const other = judged({ register: saying({ [B1]: row }) }, { [B1]: { dissolvedOn: '2023-04-01' } });
    expect(found(other.faults)).toEqual(['7 effectiveOn dissolution-differs']);
  });

  it('and what it ended within the year is not graded, what it ends after the year is', () => {
    const faultsOf = (effectiveOn: string): readonly string[] =>
      judged({ register: saying({ [B1]: { change: 'dissolve', effectiveOn } }) }).faults.map(({ code }) => code);
    expect(faultsOf('2023-01-01')).toEqual([]);
    expect(faultsOf('2022-12-31')).toContain('branch-out-of-scope');
  });

  it.each<[string, Said, string[]]>([
    ['a day', { change: 'dissolve' }, ['7 effectiveOn change-without-day']],
    ['a word that is known', { change: 'merge', effectiveOn: '2023-05-01' }, ['7 change change-unknown']],
    ['a basis to reinstate', { change: '恢复', effectiveOn: '2023-05-01' }, ['7 basis basis-missing']],
    [
      'a dissolution to reinstate',
      { change: '恢复', effectiveOn: '2023-05-01', basis: '9号' },
      ['7 change not-dissolved'],
    ],
  ])('but needs %s', (_, row, faults) => {
    expect(found(judged({ register: saying({ [B1]: row }) }).faults)).toEqual(faults);
  });
});

describe('a row may say that an end was an error', () => {
  it('with a basis, before anything else it says', () => {
    const row = { change: '恢复', effectiveOn: '2023-05-20', basis: '示例〔2023〕9号', name: '甲支部' };
    const judgement = judged({ register: saying({ [B1]: row }) }, { [B1]: { dissolvedOn: '2023-05-01' } });
    expect([judgement.faults, sent(judgement)]).toEqual([
      [],
      [
        [
          'ReinstateOrganization',
          {
            organizationId: B1,
            effectiveOn: '2023-05-20',
            reason: '登记册载明',
            basis: { documentNo: '示例〔2023〕9号' },
          },
        ],
        ['RenameOrganization', { organizationId: B1, effectiveOn: '2023-05-20', name: '甲支部' }],
      ],
    ]);
  });
});

describe('a dissolution has a day', () => {
  const dissolved = { [B1]: { dissolvedOn: '2023-05-01' } };
  const members = { fullMembers: '13' };

  it.each([
    ['2023-04-30', []],
    ['2023-05-01', ['7 code dissolved']],
    ['2023-05-02', ['7 code dissolved']],
  ])('what holds from %s is taken only before it', (asOf, faults) => {
    expect(found(judged({ register: saying({ [B1]: members }) }, dissolved, asOf).faults)).toEqual(faults);
  });

  it.each([
    ['2023-04-30', []],
    ['2023-05-01', ['34 parentCode dissolved']],
  ])('a parent that ends is one for an edge from %s only before it', (openedOn, faults) => {
    const known = knownFrom(before, { [UNIT]: { dissolvedOn: '2023-05-01' } });
    const row = ['B9', 'branch', UNIT, '新支部', 'organ', openedOn, '5', '', '', '', '', '', '', '', ''];
    const rest = edgesHandover({ register: (rows) => [...rows.filter(([code]) => code !== UNIT), row] });
    expect(found(judge(rest, known, '2023-06-30').faults)).toEqual(faults);
  });

  it.each([
    ['2022-12-25', true],
    ['2022-12-26', true],
    ['2022-12-27', false],
  ])('an activity of 26 December is none of a branch that ended on %s: %s', (dissolvedOn, isFault) => {
    const { faults } = judge(before, knownFrom(before, { [B1]: { dissolvedOn } }), '2022-12-31');
    const late = faults.filter(({ code, value }) => code === 'activity-after-dissolution' && value === '2022-12-26');
    expect(late.length > 0).toBe(isFault);
  });
});

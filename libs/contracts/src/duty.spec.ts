import { describe, expect, it } from '@jest/globals';
import { commandCatalogue } from './catalogue.ts';
import { dutiesAllowing, dutiesGiving, excludeEachOther, type HeldDuty, holdsOn, isKnownBy } from './duty.rules.ts';
import { type DutyName, dutyNames, dutyTable } from './duty.table.ts';
import { rights, rightsOfNobody, rightWords } from './rights.ts';
import { byHand, byNobody } from './testing/rights-by-hand.ts';
import type { OrganizationKind } from './vocabulary.ts';

const commands = Object.values(commandCatalogue);
/** The commands that a duty may send somewhere, by the table written by hand. */
const sentBy = (duty: DutyName): ReadonlySet<string> => new Set(Object.values(byHand[duty]).flat());
const rightsIn = (duty: DutyName): readonly string[] => Object.values(dutyTable[duty].rights).flat();

describe('who may send what', () => {
  it.each(dutyNames)('%s', (duty) => {
    const sent = commands.filter(({ right }) => rightsIn(duty).includes(right)).map(({ name }) => name);
    expect(sent.toSorted()).toEqual([...sentBy(duty)].sort());
  });

  it('every command is some duty’s, or the platform’s own', () => {
    const known = new Set([...dutyNames.flatMap((duty) => [...sentBy(duty)]), ...byNobody]);
    expect(commands.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
    const own: readonly string[] = rightsOfNobody;
    expect(commands.flatMap(({ name, right }) => (own.includes(right) ? [name] : [])).toSorted()).toEqual(byNobody);
  });

  it('no duty gives a right of the platform itself', () => {
    const given = new Set(dutyNames.flatMap(rightsIn));
    expect(rights.filter((right) => !given.has(right))).toEqual(rightsOfNobody);
  });
});

const kinds: Readonly<Record<string, OrganizationKind>> = {
  P: 'province',
  C: 'city',
  W: 'work-committee',
  U: 'unit',
  O: 'organ-committee',
  B: 'branch',
};
/** `BOUW` is a branch under an organ committee under a unit under a work committee. */
const under = (path: string, today = '2026-03-02') => ({
  lineage: [...path].map((letter) => ({ id: letter, kind: kinds[letter] ?? 'branch' })),
  today,
});
const held = (duty: DutyName, organizationId?: string, more: Partial<HeldDuty> = {}): HeldDuty => ({
  duty,
  organizationId,
  from: '2026-03-01',
  ...more,
});
const may = (duty: HeldDuty, right: (typeof rights)[number], subject: ReturnType<typeof under>): boolean =>
  dutiesAllowing([duty], right, subject).length > 0;

describe('where a right of a duty holds', () => {
  it.each([
    // the duty, at, the right, what it is about, whether
    ['committee-clerk', 'W', 'register', 'BOUWCP', true],
    ['committee-clerk', 'W', 'register', 'WCP', true],
    ['committee-clerk', 'W', 'register', 'CP', false],
    ['committee-clerk', 'W', 'close-round', 'WCP', false],
    ['committee-decider', 'W', 'close-round', 'WCP', true],
    ['committee-decider', 'W', 'judge-problem', 'BOUWCP', true],
    ['committee-decider', 'W', 'judge-problem', 'WCP', false],
    ['organ-committee-staff', 'O', 'verify', 'BOUWCP', true],
    ['organ-committee-staff', 'O', 'verify', 'OUWCP', false],
    ['organ-committee-staff', 'O', 'rectify', 'OUWCP', true],
    ['organ-committee-staff', 'O', 'rectify', 'BOUWCP', false],
    ['branch-secretary', 'B', 'report-completion', 'BOUWCP', true],
    ['branch-secretary', 'B', 'verify', 'BOUWCP', false],
    ['branch-secretary', 'X', 'report-completion', 'BOUWCP', false],
    ['system-administrator', undefined, 'propose-duty', '', true],
    ['system-administrator', undefined, 'propose-duty', 'CP', true],
    ['system-administrator', undefined, 'propose-duty', 'WCP', false],
    ['security-administrator', undefined, 'confirm-duty', 'BOUWCP', true],
    ['city-office', 'C', 'propose-duty', '', false],
  ] as const)('%s at %s: %s about %s: %s', (...[duty, at, right, path, allowed]) => {
    expect(may(held(duty, at), right, under(path))).toBe(allowed);
  });

  it.each([
    ['2026-02-28', false],
    ['2026-03-01', true],
    ['2026-06-30', true],
    ['2026-07-01', false],
  ])('of a duty from 1 March to 30 June on %s: %s', (today, holds) => {
    expect(holdsOn({ from: '2026-03-01', until: '2026-06-30' }, today)).toBe(holds);
    expect(may(held('branch-secretary', 'B', { until: '2026-06-30' }), 'rate', under('BOUW', today))).toBe(holds);
  });

  it('for the branches named, and no other under the same organization', () => {
    const rater = held('rater', 'O', { branchIds: ['B', 'D'], until: '2026-06-30' });
    expect(['BOUW', 'DOUW', 'XOUW', 'OUW'].map((path) => may(rater, 'rate', under(path)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('of an inspection of what is no branch, for that and what stands under it', () => {
    const inspector = held('inspector', 'W', { branchIds: ['O'] });
    const about = ['OUW', 'BOUW', 'BUW', 'UW', 'W', 'OU'].map((path) => may(inspector, 'verify', under(path)));
    expect(about).toEqual([true, true, false, false, false, false]);
  });

  it('names every duty that gives it', () => {
    const [clerk, staff] = [held('committee-decider', 'W'), held('organ-committee-staff', 'O')];
    expect(dutiesAllowing([clerk, staff, held('auditor', 'W')], 'grant', under('BOUW'))).toEqual([clerk, staff]);
  });
});

it('a right about no organization counts wherever it is held, and the platform’s own nowhere', () => {
  const nowhere = { lineage: null, today: '2026-03-02' };
  expect(dutiesAllowing([held('committee-clerk', 'W')], 'register', nowhere)).toHaveLength(1);
  expect(dutiesAllowing([held('committee-decider', 'W')], 'register', nowhere)).toEqual([]);
  expect(dutiesGiving('register', nowhere)).toEqual(['committee-clerk']);
  expect(dutiesGiving('system', nowhere)).toEqual([]);
});

describe('the duties that would give a right', () => {
  it.each([
    [
      'verify',
      'BOUWCP',
      ['province-office', 'city-office', 'committee-decider', 'organ-committee-staff', 'verifier', 'inspector'],
    ],
    ['verify', 'WCP', ['province-office', 'city-office', 'verifier', 'inspector']],
    ['rectify', 'BOUWCP', ['branch-secretary']],
    ['rectify', 'UWCP', ['party-group-secretary']],
    ['declare-common', 'WCP', ['committee-decider']],
    ['propose-duty', '', ['system-administrator']],
    ['confirm-duty', 'BOUWCP', ['security-administrator']],
    ['system', 'BOUWCP', []],
  ] as const)('%s about %s', (right, path, duties) => {
    expect(dutiesGiving(right, under(path))).toEqual(duties);
  });
});

describe('that a subject is there is known', () => {
  const known = (duty: HeldDuty, path: string, isOrganization = true, above: readonly string[] = []): boolean =>
    isKnownBy([{ ...duty, above }], { ...under(path), isOrganization });
  const staff = held('organ-committee-staff', 'O');
  const above = ['U', 'W', 'C', 'P'];

  it('by whoever holds a duty above it or there, and of organizations by whoever stands under them', () => {
    expect(['BOUWCP', 'OUWCP', 'UWCP', 'WCP'].map((path) => known(staff, path, true, above))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['BOUWCP', 'OUWCP', 'UWCP', 'WCP'].map((path) => known(staff, path, false, above))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(known(staff, 'XUWCP', true, above)).toBe(false);
  });

  it('by a rater of his branches alone, and by nobody before his duty begins', () => {
    const rater = held('rater', 'O', { branchIds: ['B'], until: '2026-06-30' });
    expect(['BOUW', 'XOUW'].map((path) => known(rater, path))).toEqual([true, false]);
    expect(known(held('organ-committee-staff', 'O', { from: '2026-03-03' }), 'BOUW')).toBe(false);
  });

  it('by an administrator of organizations, and of what is at the platform, not of what a branch has', () => {
    const administrator = held('system-administrator');
    expect(known(administrator, 'BOUWCP')).toBe(true);
    expect(known(administrator, 'BOUWCP', false)).toBe(false);
    expect(known(administrator, '', false)).toBe(true);
  });
});

it('every right has words of its own', () => {
  expect(Object.keys(rightWords).toSorted()).toEqual([...rights].toSorted());
  expect(new Set(Object.values(rightWords).map(({ zh }) => zh)).size).toBe(rights.length);
});

it('an administrator holds no other duty', () => {
  const excluding = (duty: DutyName): number => dutyNames.filter((other) => excludeEachOther(duty, other)).length;
  expect(excluding('audit-administrator')).toBe(dutyNames.length - 1);
  expect(excluding('branch-secretary')).toBe(3);
});

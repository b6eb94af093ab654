import { expect, it } from '@jest/globals';
import { type Place, refuseOtherThanSuperior, superiorsOf } from './rules.ts';

type Kind = Place['kind'];
const above = (...ancestors: readonly (readonly [string, Kind])[]) => ({
  ancestors: ancestors.map(([id, kind]) => ({ id, kind, alive: true })),
});
const dissolved = ({ ancestors }: ReturnType<typeof above>, ...ids: readonly string[]) => ({
  ancestors: ancestors.map((one) => ({ ...one, alive: !ids.includes(one.id) })),
});
const top = [
  ['W', 'work-committee'],
  ['C', 'city'],
  ['P', 'province'],
] as const;

it.each<[string, ReturnType<typeof above>, readonly string[]]>([
  [
    'a branch under a general branch: every Party organization up to the work committee, no unit, and nobody above it',
    above(['G', 'general-branch'], ['J', 'organ-committee'], ['U', 'unit'], ...top),
    ['G', 'J', 'W'],
  ],
  ['a branch directly under its unit: the work committee', above(['U', 'unit'], ...top), ['W']],
  ['a unit: the work committee', above(...top), ['W']],
  ['a work committee: the city alone', above(['C', 'city'], ['P', 'province']), ['C']],
  ['a city: the province', above(['P', 'province']), ['P']],
  ['a province: nobody', above(), []],
  [
    'a branch whose general branch is dissolved: the next above that lives',
    dissolved(above(['G', 'general-branch'], ['J', 'organ-committee'], ['U', 'unit'], ...top), 'G'),
    ['J', 'W'],
  ],
  ['a unit whose work committee is dissolved: the city alone', dissolved(above(...top), 'W'), ['C']],
  [
    'a branch of an organ committee whose work committee is dissolved: the organ committee alone',
    dissolved(above(['J', 'organ-committee'], ['U', 'unit'], ...top), 'W'),
    ['J'],
  ],
  ['a branch above which nobody lives: nobody', dissolved(above(['U', 'unit'], ['W', 'work-committee']), 'U', 'W'), []],
])('as superior decides about %s', (_what, place, superiors) => expect(superiorsOf(place)).toEqual(superiors));

it.each<[string, string | undefined, string | undefined]>([
  ['the superior', 'G', undefined],
  ['who stands above the superior', 'W', undefined],
  ['the city above the work committee', 'C', 'NOT_THE_SUPERIOR'],
  ['the branch itself', 'B', 'NOT_THE_SUPERIOR'],
  ['nobody', undefined, 'ACTS_FOR_NOBODY'],
])('lets one who acts for %s decide, or refuses him', (_who, organizationId, code) => {
  const actor = { personId: 'P-1', role: 'operator', organizationId };
  const decide = (): void => refuseOtherThanSuperior({ actor, superiors: ['G', 'J', 'W'] });
  if (code === undefined) expect(decide).not.toThrow();
  else expect(decide).toThrow(expect.objectContaining({ code }));
});

it('refuses everybody where no superior is known', () =>
  expect(() =>
    refuseOtherThanSuperior({ actor: { personId: 'P-1', role: 'operator', organizationId: 'W' }, superiors: [] }),
  ).toThrow(expect.objectContaining({ code: 'NOT_THE_SUPERIOR' })));

import { expect, it } from '@jest/globals';
import type { InspectionEvent, InspectionStatus } from '@zhibu/contracts';
import { NEVER } from '@zhibu/kernel';
import type { CountedStep, Told } from '../../process/spans.rules.ts';
import { budgetUsed, countedVisit, visitCounted } from './visit-counting.rules.ts';

const step = (
  revision: number,
  type: InspectionEvent['type'],
  { on, ...more }: { readonly on: string; readonly leadsTo?: InspectionStatus; readonly told?: Told },
): CountedStep<InspectionStatus> => ({
  revision,
  type,
  leadsTo: null,
  effectiveOn: on,
  recordedAt: `${on}T01:00:00.000Z`,
  told: {},
  dueOn: null,
  ...more,
});
const kind = { scope: 'special', mode: 'on-site', purpose: 'routine' };
const planned = step(0, 'InspectionScheduled', {
  on: '2023-11-01',
  leadsTo: 'scheduled',
  told: { ...kind, year: '2023' },
});

it('counts a visit by what it is, in the year planned and from its conclusion on in that in which it was', () => {
  expect(visitCounted([planned])).toEqual([
    { from: '2023-11-01', to: NEVER, value: 'scheduled:special:on-site:routine:2023' },
  ]);
  const concluded = step(2, 'InspectionConcluded', {
    on: '2024-01-05',
    leadsTo: 'concluded',
    told: { ...kind, year: '2024' },
  });
  const found = step(1, 'FindingRecorded', { on: '2024-01-04' });
  expect(visitCounted([concluded, found, planned])).toEqual([
    { from: '2023-11-01', to: '2024-01-05', value: 'scheduled:special:on-site:routine:2023' },
    { from: '2024-01-05', to: NEVER, value: 'concluded:special:on-site:routine:2024' },
  ]);
  expect(countedVisit('concluded:special:on-site:routine:2024')).toEqual({
    status: 'concluded',
    ...kind,
    year: '2024',
  });
});

it('uses the budget of its scope; none where it is cancelled, or asks for no reception', () => {
  expect(budgetUsed('scheduled:special:on-site:routine:2023')).toBe('special');
  const cancelled = step(1, 'InspectionCancelled', { on: '2023-12-01', leadsTo: 'cancelled' });
  expect(visitCounted([planned, cancelled]).map(({ value }) => budgetUsed(value))).toEqual(['special', undefined]);
  for (const told of ['comprehensive:random-survey', 'special:back-office', 'follow-up:on-site'])
    expect(budgetUsed(`concluded:${told}:routine:2023`)).toBeUndefined();
});

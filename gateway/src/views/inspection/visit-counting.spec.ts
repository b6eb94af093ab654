import { expect, it } from '@jest/globals';
import type { InspectionEvent, InspectionStatus } from '@zhibu/contracts';
import { NEVER } from '@zhibu/kernel';
import type { CountedStep } from '../../process/spans.rules.ts';
import { visitCounted } from './visit-counting.rules.ts';

const step = (
  revision: number,
  type: InspectionEvent['type'],
  { on, ...more }: { readonly on: string; readonly leadsTo?: InspectionStatus; readonly label?: string },
): CountedStep<InspectionStatus> => ({
  revision,
  type,
  leadsTo: null,
  effectiveOn: on,
  recordedAt: `${on}T01:00:00.000Z`,
  label: null,
  dueOn: null,
  ...more,
});
const planned = step(0, 'InspectionScheduled', {
  on: '2023-11-01',
  leadsTo: 'scheduled',
  label: 'special:on-site:2023',
});

it('counts a visit by its scope, in the year planned and from its conclusion on in that in which it was', () => {
  expect(visitCounted([planned])).toEqual([{ from: '2023-11-01', to: NEVER, value: '2023:special' }]);
  const concluded = step(2, 'InspectionConcluded', {
    on: '2024-01-05',
    leadsTo: 'concluded',
    label: 'special:on-site:2024',
  });
  const found = step(1, 'FindingRecorded', { on: '2024-01-04' });
  expect(visitCounted([concluded, found, planned])).toEqual([
    { from: '2023-11-01', to: '2024-01-05', value: '2023:special' },
    { from: '2024-01-05', to: NEVER, value: '2024:special' },
  ]);
});

it('counts none that is cancelled, nor one that asks for no reception', () => {
  const cancelled = step(1, 'InspectionCancelled', { on: '2023-12-01', leadsTo: 'cancelled' });
  expect(visitCounted([planned, cancelled])).toEqual([{ from: '2023-11-01', to: '2023-12-01', value: '2023:special' }]);
  for (const label of ['comprehensive:random-survey:2023', 'special:back-office:2023', 'follow-up:on-site:2023'])
    expect(visitCounted([{ ...planned, label }])).toEqual([]);
});

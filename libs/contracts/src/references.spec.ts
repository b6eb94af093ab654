import { expect, it } from '@jest/globals';
import { eventCatalogue } from './catalogue.ts';
import { allSamples } from './documents/sample.ts';
import { organizationsReferredTo } from './references.ts';

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

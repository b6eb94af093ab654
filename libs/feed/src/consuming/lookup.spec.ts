import { expect, it } from '@jest/globals';
import type { Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { renamed } from '../testing/index.ts';
import { lookup } from './lookup.ts';

const unused: Sql = {
  query: () => {
    throw new Error('nothing is asked');
  },
};

const events = (...types: readonly string[]): readonly RecordedEvent[] =>
  types.map((type, index) => ({
    ...renamed('A', '', { type }).event,
    id: `${index} ${type}`,
    stream: 'organization-A',
    revision: index,
    position: BigInt(index + 1),
    recordedAt: '2022-01-01T00:00:00.000Z',
  }));

it('gives neighbouring events that share a handler to it together, and keeps the order between handlers', async () => {
  const given: string[][] = [];
  const note =
    (name: string) =>
    async (_sql: Sql, run: readonly RecordedEvent[]): Promise<void> => {
      given.push([name, ...run.map(({ id }) => id)]);
    };
  const places = note('places');
  const consumer = lookup(
    'places',
    { service: 'organization' },
    { OrganizationRegistered: places, OrganizationMoved: places, OrganizationDissolved: note('ends') },
  );
  await consumer.apply(
    unused,
    events(
      'OrganizationRegistered',
      'CellsSet',
      'OrganizationMoved',
      'OrganizationDissolved',
      'OrganizationRegistered',
    ),
  );
  expect(given).toEqual([
    ['places', '0 OrganizationRegistered', '2 OrganizationMoved'],
    ['ends', '3 OrganizationDissolved'],
    ['places', '4 OrganizationRegistered'],
  ]);
});

it('takes what it has handlers for, by its name as its group', () => {
  const { group, service, takes, lingers } = lookup(
    'rounds',
    { service: 'assessment', lingers: true },
    { RoundOpened: async () => undefined, RoundClosed: async () => undefined },
  );
  expect({ group, service, lingers }).toEqual({ group: 'rounds', service: 'assessment', lingers: true });
  expect([...(takes ?? [])]).toEqual(['RoundOpened', 'RoundClosed']);
});

it('refuses a handler for what the feed never brings', () => {
  expect(() => lookup('rounds', { service: 'organization' }, { RoundClosed: async () => undefined })).toThrow(
    'rounds: organization records no RoundClosed',
  );
});

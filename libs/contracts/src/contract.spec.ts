import { describe, expect, it } from '@jest/globals';
import { aggregates } from './aggregates.ts';
import type { AggregateContract } from './contract.ts';
import { jsonSchema } from './documents/schemas.ts';

const contracts: readonly AggregateContract[] = Object.values(aggregates);

/** Commands that are about the platform where they name no organization. */
const mayBeOfThePlatform = ['ProposeDuty', 'RegisterOrganization'];

describe.each(contracts.map((contract) => [contract.aggregate, contract] as const))('%s', (name, contract) => {
  it('names its stream by itself', () => expect(contract.streamName.startsWith(`${name}-<`)).toBe(true));

  it('leads to statuses that have words, and to each of them', () => {
    const led = Object.values(contract.events).flatMap(({ leadsTo }) => (leadsTo === undefined ? [] : [leadsTo]));
    expect([...new Set(led)].sort()).toEqual(Object.keys(contract.statuses).sort());
  });

  it.each(Object.values(contract.commands))(
    '$name is about a field that it must have',
    ({ name: command, about, schema }) => {
      const { required, properties } = jsonSchema(schema);
      const fields = mayBeOfThePlatform.includes(command) ? Object.keys(Object(properties)) : required;
      expect(fields).toEqual(expect.arrayContaining(about === null ? [] : [about]));
    },
  );

  it.each(Object.values(contract.events))('$type is said in Chinese and English', ({ words }) => {
    expect(words.zh).toMatch(/\p{Script=Han}/u);
    expect(words.en).toMatch(/^[^\p{Script=Han}]+$/u);
  });
});

it('no event and no command is declared twice', () => {
  const names = contracts.flatMap(({ events, commands }) => [...Object.keys(events), ...Object.keys(commands)]);
  expect(new Set(names).size).toBe(names.length);
});

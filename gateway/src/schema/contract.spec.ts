import { expect, it } from '@jest/globals';
import { buildSchema, findBreakingChanges } from 'graphql';
import { readFileSync } from 'node:fs';
import { typeDefinitions } from './type-definitions.ts';

it('keeps every name and meaning that dashboards rely on', () => {
  const promised = buildSchema(readFileSync(new URL('../../contract.graphql', import.meta.url), 'utf8'));
  const served = buildSchema(typeDefinitions().join('\n'));
  expect(findBreakingChanges(promised, served)).toEqual([]);
});

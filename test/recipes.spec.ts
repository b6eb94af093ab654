import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aggregate } from './recipes/aggregate.ts';
import { eventType } from './recipes/event-type.ts';
import { findingRule } from './recipes/finding-rule.ts';
import { knownEvents } from './recipes/known-events.ts';
import { readModel } from './recipes/read-model.ts';
import { processReadModel } from './recipes/process-read-model.ts';
import { misspelt, reaction } from './recipes/reaction.ts';
import { declared, placesOf, type Recipe } from './recipes/recipe.ts';
import { schemaVersion } from './recipes/schema-version.ts';
import { Workbench } from './recipes/workbench.ts';
import { repository } from './support/platform.ts';

const recipes: readonly Recipe[] = [
  aggregate,
  eventType,
  findingRule,
  knownEvents,
  processReadModel,
  readModel,
  reaction,
  schemaVersion,
];
// A whole compiler and a whole test run in each: slow where the machine is busy with others.
const PATIENTLY_MS = 300_000;

let workbench: Workbench;
beforeAll(async () => {
  workbench = await Workbench.open();
}, PATIENTLY_MS);
afterEach(() => workbench.restore());
afterAll(() => workbench.close());

describe.each(recipes)('$name', (recipe) => {
  it(
    'declared alone, makes the compiler name the places to go on with',
    async () => {
      await workbench.apply(declared(recipe));
      const found = await workbench.compile();
      expect([...found.keys()].sort()).toEqual(recipe.compilerNames);
      const errors = [...found.values()].flat();
      const each = recipe.oneErrorEach;
      if (each) expect(errors).toEqual(each.map((missing) => expect.stringMatching(missing)));
    },
    PATIENTLY_MS,
  );

  it('touches as many places as README says', async () => {
    const told = new RegExp(`${recipe.name} — (\\d+) places?`).exec(
      await readFile(join(repository, 'README.md'), 'utf8'),
    );
    expect({ [recipe.name]: Number(told?.[1]) }).toEqual({ [recipe.name]: placesOf(recipe).length });
  });
});

it(
  'an event, a fact, a command, a field or a code misspelt in a reaction, a timetable or a look-up is an error that names it',
  async () => {
    await workbench.apply(misspelt);
    const errors = await workbench.compile();
    for (const { file, says } of misspelt)
      expect({ file, errors: errors.get(file)?.join('\n') }).toEqual({ file, errors: expect.stringContaining(says) });
  },
  PATIENTLY_MS,
);

describe('the samples in one copy of the sources', () => {
  it(
    'half done, are told by the specs what the compiler cannot know',
    async () => {
      for (const recipe of recipes) await workbench.apply(declared(recipe));
      await workbench.apply(modelWithoutTable);
      const { code, says } = await workbench.specs(recipes.flatMap((recipe) => recipe.specsName.specs));
      expect(code).not.toBe(0);
      for (const missing of recipes.flatMap((recipe) => recipe.specsName.says)) expect(says).toMatch(missing);
    },
    PATIENTLY_MS,
  );

  it(
    'done, pass the compiler and their own specs, in a real database too',
    async () => {
      for (const recipe of recipes) await workbench.apply([...declared(recipe), ...recipe.rest]);
      await workbench.generate([...new Set(recipes.flatMap((recipe) => recipe.generate))]);
      expect(Object.fromEntries(await workbench.compile())).toEqual({});
      const { code, says } = await workbench.specs(recipes.flatMap((recipe) => recipe.specs));
      expect({ code, says: code === 0 ? '' : says }).toEqual({ code: 0, says: '' });
    },
    PATIENTLY_MS,
  );
});

/** A model without a migration: the commonest thing forgotten. */
const modelWithoutTable = readModel.rest.filter((edit) => edit.file === 'gateway/prisma/schema.prisma');

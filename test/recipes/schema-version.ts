import type { Recipe } from './recipe.ts';

const organization = 'services/organization/src/organization';

/** A sample: the number of cells is called by another name from version 2 on. */
export const schemaVersion: Recipe = {
  name: 'Breaking change',
  declaration: [
    {
      file: 'libs/contracts/src/organization.contract.ts',
      replace: 'shape: z.strictObject({ ...fact, cells: count(999) }) }',
      by: 'schemaVersion: 2, shape: z.strictObject({ ...fact, cellCount: count(999) }) }',
    },
  ],
  compilerNames: [
    'gateway/src/views/activity/activity.spec.ts',
    'gateway/src/views/organization/said.rules.ts',
    `${organization}/change.decider.ts`,
    `${organization}/organization.state.ts`,
  ],
  specsName: { specs: ['libs/contracts/src/samples.spec.ts'], says: [/CellsSet\.v2\.json/, /no way from version 1/] },
  rest: [
    {
      file: 'libs/contracts/src/upcast.ts',
      replace: 'Readonly<Record<string, Readonly<Record<number, Upcaster>>>> = {};',
      by: `Readonly<Record<string, Readonly<Record<number, Upcaster>>>> = {
  CellsSet: { 1: ({ cells, ...rest }: { cells?: number }) => ({ ...rest, cellCount: cells }) },
};`,
    },
    {
      file: 'libs/contracts/src/samples/CellsSet.v2.json',
      text: JSON.stringify({
        type: 'CellsSet',
        schemaVersion: 2,
        data: { organizationId: '990100-SZGW-001-B001', effectiveOn: '2021-03-01', findings: [], cellCount: 3 },
      }),
    },
    {
      file: `${organization}/organization.state.ts`,
      replace: `(organization, { effectiveOn, cells }) => ({
    cells: withEntry(organization.cells, effectiveOn, cells),`,
      by: `(organization, { effectiveOn, cellCount }) => ({
    cells: withEntry(organization.cells, effectiveOn, cellCount),`,
    },
    {
      file: `${organization}/change.decider.ts`,
      replace: "  return recorded(state, { type: 'CellsSet', data: { ...data, findings: [] } });",
      by: `  const { cells: cellCount, ...rest } = data;
  return recorded(state, { type: 'CellsSet', data: { ...rest, cellCount, findings: [] } });`,
    },
    {
      file: 'gateway/src/views/organization/said.rules.ts',
      replace: "CellsSet: ({ cells }) => one('cells', cells)",
      by: "CellsSet: ({ cellCount }) => one('cells', cellCount)",
    },
    {
      file: 'gateway/src/views/activity/activity.spec.ts',
      replace: "effectiveOn: '2022-06-01', cells: 2 }",
      by: "effectiveOn: '2022-06-01', cellCount: 2 }",
    },
    {
      file: `${organization}/organization.spec.ts`,
      replace: "fact('CellsSet', '2020-05-01', { cells: 3 })",
      by: "fact('CellsSet', '2020-05-01', { cellCount: 3 })",
    },
  ],
  generate: ['npm run catalogue -w @zhibu/contracts'],
  specs: [
    'libs/contracts/src/samples.spec.ts',
    'libs/contracts/src/documents.spec.ts',
    `${organization}/organization.spec.ts`,
    'gateway/src/views/activity/activity.spec.ts',
  ],
};

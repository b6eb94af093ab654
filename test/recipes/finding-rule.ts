import type { Recipe } from './recipe.ts';

const organization = 'services/organization/src/organization';

/** A sample: a branch has at most ten cells (党小组). */
export const findingRule: Recipe = {
  name: 'New rule',
  declaration: [
    {
      file: 'libs/contracts/src/finding.words.ts',
      replace: "  'secretary-vacant',\n",
      by: "  'secretary-vacant',\n  'too-many-cells',\n",
    },
  ],
  compilerNames: ['libs/contracts/src/finding.words.ts'],
  specsName: { specs: [`${organization}/finding.spec.ts`], says: [/too-many-cells/] },
  rest: [
    {
      file: 'libs/contracts/src/finding.words.ts',
      replace: "  'post-vacant': branches(",
      by: "  'too-many-cells': branches('normally', { zh: '党小组超过10个', en: 'more than 10 cells' }),\n  'post-vacant': branches(",
    },
    {
      file: `${organization}/organization.rules.ts`,
      replace: 'export const findingRules: readonly FindingRule[] = [\n',
      by: `/** 党小组: normally at most ten. */
export const tooManyCells = rule('too-many-cells', (organization) => spansOf(organization.cells).filter((span) => span.value > 10));

export const findingRules: readonly FindingRule[] = [
  tooManyCells,
`,
    },
    {
      file: `${organization}/finding.spec.ts`,
      replace: 'import {\n  confirmed,\n',
      by: 'import {\n  cells,\n  confirmed,\n',
    },
    {
      file: `${organization}/finding.spec.ts`,
      replace: "describe('支部条例: secretary', () => {",
      by: `it.each<readonly [number, readonly string[]]>([[10, []], [11, ['too-many-cells 2022-01-01..']]])('支部条例: %d cells', (count, expected) =>
  expect(findingsAfter(cells('2022-01-01', count))).toEqual(expected));

describe('支部条例: secretary', () => {`,
    },
  ],
  generate: ['npm run catalogue -w @zhibu/contracts'],
  specs: [`${organization}/finding.spec.ts`, 'libs/contracts/src/documents.spec.ts'],
};

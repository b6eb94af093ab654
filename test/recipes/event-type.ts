import type { Recipe } from './recipe.ts';

const organization = 'services/organization/src/organization';

/** A sample: where a branch has its seat (办公地址), from a day on. */
export const eventType: Recipe = {
  name: 'New event type',
  declaration: [
    {
      file: 'libs/contracts/src/organization.events.ts',
      after: '  SecretaryVacated: z.strictObject({ ...fact, reason: text(2000).optional() }),\n',
      insert: '  SeatSet: z.strictObject({ ...fact, address: line(200) }),\n',
    },
    {
      file: 'libs/contracts/src/organization.commands.ts',
      after: '  SetCells: z.strictObject({ ...on, cells: count(999) }),\n',
      insert: '  SetSeat: z.strictObject({ ...on, address: line(200) }),\n',
    },
  ],
  compilerNames: [
    'gateway/src/views/organization/organization.projection.ts',
    `${organization}/organization.decider.ts`,
    `${organization}/organization.state.ts`,
  ],
  specsName: {
    specs: ['libs/contracts/src/samples.spec.ts'],
    says: [/SeatSet\.v1\.json/, /every event is said in Chinese and English/],
  },
  rest: [
    {
      file: 'libs/contracts/src/vocabulary.ts',
      after: "  CellsSet: { zh: '设置党小组', en: 'cells set' },\n",
      insert: "  SeatSet: { zh: '登记办公地址', en: 'seat set' },\n",
    },
    {
      file: 'libs/contracts/src/samples/SeatSet.v1.json',
      text: JSON.stringify({
        type: 'SeatSet',
        schemaVersion: 1,
        data: { organizationId: '990100-SZGW-001-B001', effectiveOn: '2021-03-01', findings: [], address: '示例路1号' },
      }),
    },
    {
      file: `${organization}/organization.state.ts`,
      after: '  readonly cells: Timeline<number>;\n',
      insert: '  readonly seats: Timeline<string>;\n',
    },
    {
      file: `${organization}/organization.state.ts`,
      after: "    case 'SecretaryVacated': return { secretaries: withEntry(organization.secretaries, from, null) };\n",
      insert: "    case 'SeatSet': return { seats: withEntry(organization.seats, from, data.address) };\n",
    },
    {
      file: `${organization}/organization.state.ts`,
      replace: 'secretaries: [], cells: [], profiles: [],',
      by: 'secretaries: [], cells: [], seats: [], profiles: [],',
    },
    {
      file: `${organization}/change.decider.ts`,
      replace: 'const profileFields = ',
      by: `/** 办公地址: where the organization has its seat from a day on. */
export function setSeat(data: DataOf<'SetSeat'>, state: KnownState): Decided {
  if (valueOn(state.organization.seats, data.effectiveOn) === data.address) return [];
  return recorded(state, { type: 'SeatSet', data: { ...data, findings: [] } });
}

const profileFields = `,
    },
    {
      file: `${organization}/organization.decider.ts`,
      replace: 'reportMembership, setCells, setProfile }',
      by: 'reportMembership, setCells, setProfile, setSeat }',
    },
    {
      file: `${organization}/organization.decider.ts`,
      after: "    case 'SetCells': return setCells(command.data, state);\n",
      insert: "    case 'SetSeat': return setSeat(command.data, state);\n",
    },
    {
      file: 'gateway/src/views/organization/organization.projection.ts',
      after: "    case 'SecretaryVacated': return [{ aspect: 'secretary', value: null }];\n",
      insert: "    case 'SeatSet': return [{ aspect: 'seat', value: data.address }];\n",
    },
    {
      file: `${organization}/organization.spec.ts`,
      after:
        "  ['特色品牌亮点', profiled('2020-05-01', { brand: '先锋' }), fact('ProfileSet', '2020-05-01', { brand: '先锋' })],\n",
      insert: `  ['办公地址', { name: 'SetSeat', data: { organizationId: branch, effectiveOn: '2020-05-01', address: '示例路1号' } },
    fact('SeatSet', '2020-05-01', { address: '示例路1号' })],\n`,
    },
  ],
  generate: ['npm run catalogue -w @zhibu/contracts', 'npm run generate'],
  specs: [
    `${organization}/organization.spec.ts`,
    'libs/contracts/src/samples.spec.ts',
    'libs/contracts/src/documents.spec.ts',
    'gateway/src/commands/commands.spec.ts',
  ],
};

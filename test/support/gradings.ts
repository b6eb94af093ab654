import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demo } from './city.ts';
import type { Load, Wanted } from './load.ts';

const PROVINCE = '990700';
const COMMITTEE = '990700-SZGW';
const UNIT = '990700-SZGW-001';
const round = { scheme: 'appraisal', period: '2021' };
const RATER = 'superior';
const COMMANDS_A_BATCH = 250;
/** The items on which every branch loses a point: as many problems for each. */
const lostOn = ['L1', 'L2', 'P1', 'S1', 'V1'] as const;

/** The branches of one committee, ready to be graded by one rater: cheap to prepare, and each grading leads to several problems. */
export class Gradings {
  readonly province = PROVINCE;
  readonly problemsEach = lostOn.length;
  private readonly branches: readonly string[];

  constructor(count: number) {
    this.branches = Array.from({ length: count }, (_, index) => `${UNIT}-B${String(index + 1).padStart(4, '0')}`);
  }

  get count(): number {
    return this.branches.length;
  }

  /** Registers the branches, publishes the standard, opens the round, and records every input. @throws when anything is refused */
  async prepare(load: Load): Promise<void> {
    const content = await standard();
    const editionId = `${round.scheme}:${content.documentNo}`;
    await inTurn(load, [
      ...register(
        [PROVINCE, 'province', '某省'],
        ['990701', 'city', '某市', PROVINCE],
        [COMMITTEE, 'work-committee', '市直工委', '990701'],
        [UNIT, 'unit', '市档案馆', COMMITTEE],
      ),
      { name: 'DraftEdition', data: { content } },
      { name: 'PublishEdition', data: { editionId, basis: { documentNo: content.documentNo } } },
    ]);
    await inBatches(
      load,
      this.branches.map((code, index) => ({
        name: 'RegisterOrganization',
        data: {
          code,
          kind: 'branch',
          parentId: UNIT,
          sector: 'organ',
          name: `第${index + 1}党支部`,
          openedOn: '2012-01-01',
        },
      })),
    );
    await inTurn(load, [{ name: 'OpenRound', data: { workCommitteeId: COMMITTEE, ...round, editionId } }]);
    await inBatches(load, this.each('OpenGrading', {}));
    await inBatches(
      load,
      this.each('SubmitRating', { rater: RATER, entries: lostOn.map((item) => ({ item, deduction: '1' })) }),
    );
  }

  /** The gradings themselves. */
  wanted(): readonly Wanted[] {
    return this.each('GradeBranch', {});
  }

  /** What confirms them, and names their problems; without notice, quota or review in the way. */
  closing(): Wanted {
    return {
      name: 'CloseRound',
      data: { workCommitteeId: COMMITTEE, ...round, quotaBasis: { documentNo: '示例〔2022〕1号' } },
    };
  }

  private each(name: string, more: object): readonly Wanted[] {
    return this.branches.map((branchId) => ({ name, data: { branchId, ...round, ...more } }));
  }
}

/** The published standard of a year's appraisal, judged by one rater alone, without gates. */
async function standard(): Promise<Readonly<Record<string, unknown>> & { readonly documentNo: string }> {
  const {
    note: _note,
    poll: _poll,
    ...content
  }: Readonly<Record<string, unknown>> = JSON.parse(
    await readFile(join(demo, 'editions', 'appraisal-2021.json'), 'utf8'),
  );
  return {
    ...content,
    documentNo: String(content['documentNo']),
    gates: [],
    raters: [{ code: RATER, label: '上级党组织评定', kind: 'itemised', weight: 1 }],
  };
}

const register = (
  ...organizations: readonly (readonly [code: string, kind: string, name: string, parentId?: string])[]
): readonly Wanted[] =>
  organizations.map(([code, kind, name, parentId]) => ({
    name: 'RegisterOrganization',
    data: { code, kind, name, openedOn: '2010-01-01', ...(parentId === undefined ? {} : { parentId }) },
  }));

async function inTurn(load: Load, wanted: readonly Wanted[]): Promise<void> {
  for (const { name, data } of wanted) {
    const { refused } = await load.perform({ name, data });
    if (refused !== undefined) throw new Error(`${name} was refused: ${refused}`);
  }
}

async function inBatches(load: Load, wanted: readonly Wanted[]): Promise<void> {
  for (let from = 0; from < wanted.length; from += COMMANDS_A_BATCH)
    await load.performMany(wanted.slice(from, from + COMMANDS_A_BATCH));
}

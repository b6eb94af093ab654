import { describe, expect, it } from '@jest/globals';
import { activityContent } from '@zhibu/contracts';
import { cell, edgesHandover, editionFile, type Edits, knownFrom } from '../testing/edges.ts';
import { judge } from '../judging/judgement.ts';
import { nothingGraded, nothingStanding, type StandingFact } from '../judging/known.ts';
import { planOf } from './handover.commands.ts';
import { commandOf, type Plan } from './plan.ts';

const before = edgesHandover();
const FILE = 'activities-2022.csv';
/** The first activity of the file, and its branch. */
const [first] = before.activities;
const [ID, BRANCH] = [first?.externalId ?? '', first?.branchCode ?? ''];
const OTHER = '990200-SZGW-001-B002';

const fact = (differs: Partial<StandingFact> = {}): StandingFact => ({
  scheme: null,
  period: '2022',
  code: ID,
  stands: true,
  revision: 5,
  file: FILE,
  content: first ? activityContent(first) : '',
  ...differs,
});
function planned(there: StandingFact, branch = BRANCH, edits: Edits = {}): Plan {
  const standing = { ...nothingStanding, activities: new Map([[branch, [there]]]) };
  const judgement = judge(edgesHandover(edits), knownFrom(before), '2022-12-31');
  return planOf(judgement, editionFile(), { ...nothingGraded, standing });
}
const sent = ({ activities }: Plan) => activities.filter(({ data }) => 'externalId' in data && data.externalId === ID);
const warned = ({ warnings }: Plan): readonly unknown[] =>
  warnings.filter(({ column }) => column === 'externalId').map(({ row, code, value, zh }) => [row, code, value, zh]);

describe('an activity that the platform has', () => {
  it('as the file tells it is not sent', () => {
    const plan = planned(fact());
    expect([sent(plan), warned(plan), plan.activities.length]).toEqual([[], [], before.activities.length - 1]);
  });

  it('otherwise, from a file of this name, is corrected with the file and its hash as the reason', () => {
    const plan = planned(fact({ content: 'party-day 2022-03-20 99' }));
    const sha256 = before.sheets.get('activities')?.table.sha256 ?? '';
    expect([sent(plan), warned(plan)]).toMatchObject([
      [
        {
          name: 'CorrectActivity',
          source: { file: FILE, rows: [2] },
          data: {
            branchId: BRANCH,
            externalId: ID,
            year: '2022',
            kind: 'party-day',
            heldOn: '2022-03-20',
            attendance: 10,
          },
        },
      ],
      [],
    ]);
    expect(sent(plan)[0]?.data).toMatchObject({ reason: expect.stringContaining(sha256) });
  });

  it('is corrected by another command each time, so that a value may come back', () => {
    const ids = [5, 6, 6].map((revision) => {
      const [command] = sent(planned(fact({ revision, content: 'party-day 2022-03-20 99' })));
      return command && commandOf(command).commandId;
    });
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    [null, '平台上同一编号的组织生活（由人登记或更正）内容不同；未更改，请核实后处理'],
    ['审计组.csv', '平台上同一编号的组织生活（来自文件审计组.csv）内容不同；未更改，请核实后处理'],
  ])('otherwise, and not from the file but %p, is named and left', (file, says) => {
    const plan = planned(fact({ file, content: 'party-day 2022-03-20 99' }));
    expect([sent(plan), warned(plan)]).toEqual([[], [[2, 'activity-differs', ID, says]]]);
  });

  it('withdrawn before is recorded anew', () => {
    expect(sent(planned(fact({ stands: false, content: null })))).toMatchObject([
      { name: 'RecordActivity', observed: 'withdrawn in revision 5' },
    ]);
  });

  it('under another branch is taken back there first, and recorded here', () => {
    const plan = planned(fact(), OTHER);
    expect(plan.withdrawals).toMatchObject([{ name: 'WithdrawActivity', data: { branchId: OTHER, externalId: ID } }]);
    expect(sent(plan)).toMatchObject([{ name: 'RecordActivity', data: { branchId: BRANCH } }]);
  });

  it('under another branch, where it stays, is named and left', () => {
    const plan = planned(fact({ file: null }), OTHER);
    expect([sent(plan), plan.withdrawals.length]).toEqual([[], 0]);
    expect(warned(plan)).toContainEqual([
      2,
      'activity-elsewhere',
      ID,
      `同一编号的组织生活在平台上属于编号为“${OTHER}”的党支部；未采用，请核实后处理`,
    ]);
  });

  it('is left alone where its row goes back', () => {
    const plan = planned(fact({ content: 'party-day 2022-03-20 99' }), BRANCH, {
      activities: cell(2, 'attendance', '十'),
    });
    expect([sent(plan), warned(plan)]).toEqual([[], []]);
  });
});

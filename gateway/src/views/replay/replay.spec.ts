import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Pool } from '@zhibu/database';
import { History } from '../../testing/history.ts';
import { dig } from '../../testing/asking.ts';
import { platformUnderTest, type PlatformUnderTest } from '../../testing/platform.ts';

let platform: PlatformUnderTest;
let log: Pool;
beforeAll(async () => {
  platform = await platformUnderTest();
  log = connect(platform.urlFor('assessment_owner'), { schema: 'assessment' });
});
afterAll(async () => {
  await log.end();
  await platform.stop();
});

let branch = 0;
let id = '';
let history: History;
beforeEach(async () => {
  branch += 1;
  id = `B${branch}`;
  history = new History()
    .edition()
    .register('P', 'province')
    .register('T', 'city', 'P')
    .register('C', 'work-committee', 'T')
    .register('U', 'unit', 'C')
    .register(id, 'branch', 'U')
    .grade(id, '2021', { grade: 'lagging', type: 'PriorGradeRecorded' })
    .grade(id, '2022', { grade: 'general' })
    .grade(id, '2022', { grade: 'advanced', type: 'GradeDetermined' })
    .grade(id, '2022', { grade: 'lagging', scheme: 'classification-2', type: 'PriorGradeRecorded' });
  await platform.record(history);
});

const query = `query ($id: ID!, $upTo: DateTime) { replay(branchId: $id, scheme: "classification", upTo: $upTo) {
  agreesWithReadModel chainIntact faults steps { type says grade effectiveOn actor revision recordedAt } } }`;
const replay = async (upTo?: string, headers = {}): Promise<unknown> =>
  dig(await platform.ask(query, { id, upTo }, headers), 'data', 'replay');

describe('a replay', () => {
  it('tells the decisions of all periods from their streams, and agrees', async () => {
    expect(await replay()).toMatchObject({
      agreesWithReadModel: true,
      chainIntact: true,
      faults: [],
      steps: [
        {
          type: 'PriorGradeRecorded',
          grade: 'lagging',
          effectiveOn: '2021-12-31',
          actor: 'P-1',
          says: expect.stringContaining('录入历史等次'),
        },
        { type: 'BranchGraded', grade: 'general', says: expect.stringContaining('80.00') },
        { type: 'GradeDetermined', grade: 'advanced', revision: 1, says: expect.stringContaining('上级') },
      ],
    });
    expect(dig(await replay(undefined, { 'accept-language': 'en' }), 'steps', 2, 'says')).toContain('by the superior');
  });

  it('up to an instant tells what was decided by then, and agrees with what was known then', async () => {
    const before = dig(await replay(), 'steps', 2, 'recordedAt');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await platform.record(history.grade(id, '2022', { grade: 'general', type: 'GradeRevised' }));
    expect(await replay()).toMatchObject({ agreesWithReadModel: true, steps: { length: 4 } });
    expect(await replay(String(before))).toMatchObject({ agreesWithReadModel: true, steps: { length: 3 } });
  });

  it.each([
    [
      'a decision',
      (branchId: string) =>
        `UPDATE decision SET grade = 'advanced' WHERE branch_id = '${branchId}' AND period = '2021'`,
    ],
    [
      'when it holds',
      (branchId: string) =>
        `UPDATE rating_span SET to_day = '2022-06-30' WHERE branch_id = '${branchId}' AND track = '' AND to_day < 'infinity'`,
    ],
    [
      'a decision that is gone',
      (branchId: string) => `DELETE FROM rating_span WHERE branch_id = '${branchId}' AND scheme = 'classification'`,
    ],
  ])('says that the read model was changed: %s', async (_what, statement) => {
    await platform.readModel.query(statement(id));
    expect(await replay()).toMatchObject({
      agreesWithReadModel: false,
      chainIntact: true,
      faults: expect.arrayContaining([expect.stringContaining('与原始记录不一致')]),
    });
  });

  it('says that the log was changed, and where', async () => {
    await log.query(
      `UPDATE events SET data = replace(data::text, 'general', 'advanced')::json WHERE stream = $1 AND type = 'BranchGraded'`,
      [`grading-${id}:classification:2022`],
    );
    expect(await replay()).toMatchObject({
      chainIntact: false,
      faults: expect.arrayContaining([expect.stringContaining('2022年度的原始记录被改动或损坏')]),
    });
  });

  it('says that the log lost an event out of a stream', async () => {
    await log.query('DELETE FROM events WHERE stream = $1 AND revision = 0', [`grading-${id}:classification:2022`]);
    expect(await replay()).toMatchObject({
      chainIntact: false,
      faults: expect.arrayContaining([expect.stringContaining('原始记录被改动或损坏')]),
    });
  });

  it('says that the log lost a stream that the read model shows', async () => {
    await log.query('DELETE FROM events WHERE stream = $1', [`grading-${id}:classification:2022`]);
    expect(await replay()).toMatchObject({
      agreesWithReadModel: false,
      chainIntact: false,
      faults: expect.arrayContaining(['2022年度的原始记录被改动或损坏，请联系系统管理员核验']),
    });
  });
});

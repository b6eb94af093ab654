import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aggregates, designationStream, programmeStream } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { dig } from '../../testing/asking.ts';
import { History } from '../../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../../testing/platform.ts';
import { proposeRevocation, stepOfRevocation } from '../../testing/revocations.ts';
import { views } from '../index.ts';

const kindOf = { level: 'committee', programmeKind: 'party-building-site' };
const basis = { documentNo: '工委〔2022〕12号' };

let platform: PlatformUnderTest;
const logs = new Map<string, Pool>();
beforeAll(async () => {
  platform = await platformUnderTest();
  for (const schema of ['assessment', 'supervision'])
    logs.set(schema, connect(platform.urlFor(`${schema}_owner`), { schema }));
});
afterAll(async () => {
  for (const log of logs.values()) await log.end();
  await platform.stop();
});

let count = 0;
let id = '';
let history: History;
beforeEach(async () => {
  count += 1;
  id = `B${count}`;
  history = new History()
    .register('T', 'city')
    .register('C', 'work-committee', 'T')
    .register('U', 'unit', 'C')
    .register(id, 'branch', 'U')
    .record(programmeStream('N'), 'ProgrammeRegistered', {
      programmeId: 'N',
      bodyId: 'C',
      ...kindOf,
      title: '示范点',
      subjects: ['branch'],
      validityYears: 3,
      noticeWorkingDays: 5,
      cycleMonths: 12,
      effectiveOn: '2021-01-10',
    });
  const decided = history.events.at(-1)?.id;
  step('DesignationApplied', { effectiveOn: '2022-04-10', recommendation: basis });
  step('BranchDesignated', { effectiveOn: '2022-07-01', basis, year: '2022', until: '2025-07-01' });
  Object.assign(history.events.at(-1)?.metadata ?? {}, {
    causationId: decided,
    actor: { personId: 'P-8', role: 'committee-decider', organizationId: 'C' },
  });
  proposeRevocation(history, [`R${count}`, id], 'C');
  stepOfRevocation(history, [`R${count}`, id], 'BranchNotified', {
    effectiveOn: '2023-04-20',
    basis,
    respondBy: '2023-05-06',
  });
  await platform.record(history);
});

const step = (type: string, data: object): History =>
  history.record(designationStream('N', id), type, { programmeId: 'N', organizationId: id, ...kindOf, ...data });

const fields = `process id organization { code } status statusLabel agreesWithReadModel chainIntact chainKept faults
  steps { type says effectiveOn recordedAt actor duty dutyLabel actedFor basis status statusLabel causedBy { type } }`;

async function replay(process: string, named: string, upTo?: string, language = 'zh'): Promise<unknown> {
  const query = `query ($process: String!, $id: ID!, $upTo: DateTime) { processReplay(process: $process, id: $id, upTo: $upTo) { ${fields} } }`;
  const answer = await platform.ask(query, { process, id: named, upTo }, { 'accept-language': language });
  return dig(answer, 'data', 'processReplay') ?? dig(answer, 'errors', 0, 'extensions');
}
const designation = (upTo?: string, language?: string) => replay('designation', `N:${id}`, upTo, language);
const revocation = () => replay('revocation', `R${count}`);

describe('the replay of a process', () => {
  it('tells of each step who took it by which duty, on which day, recorded when, on what it rests, what caused it, and where it led', async () => {
    expect(await designation()).toEqual({
      process: 'designation',
      id: `N:${id}`,
      organization: { code: id },
      status: 'designated',
      statusLabel: '已命名',
      agreesWithReadModel: true,
      chainIntact: true,
      chainKept: true,
      faults: [],
      steps: [
        {
          type: 'DesignationApplied',
          says: '申报',
          effectiveOn: '2022-04-10',
          recordedAt: expect.any(String),
          actor: 'P-1',
          duty: null,
          dutyLabel: null,
          actedFor: null,
          basis: null,
          status: 'applied',
          statusLabel: '已申报',
          causedBy: null,
        },
        {
          type: 'BranchDesignated',
          says: '命名',
          effectiveOn: '2022-07-01',
          recordedAt: expect.any(String),
          actor: 'P-8',
          duty: 'committee-decider',
          dutyLabel: '工委负责人',
          actedFor: 'C',
          basis: '工委〔2022〕12号',
          status: 'designated',
          statusLabel: '已命名',
          causedBy: { type: 'ProgrammeRegistered' },
        },
      ],
    });
  });

  it('is that of a revocation, too', async () => {
    expect(await revocation()).toMatchObject({
      organization: { code: id },
      status: 'notified',
      agreesWithReadModel: true,
      chainIntact: true,
      faults: [],
      steps: [
        { type: 'RevocationProposed', status: 'proposed' },
        { type: 'BranchNotified', basis: '工委〔2022〕12号', status: 'notified' },
      ],
    });
  });

  it('up to an instant tells what was recorded by then, and agrees with what was known then', async () => {
    const before = String(dig(await designation(), 'steps', 1, 'recordedAt'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    step('DesignationExpired', { effectiveOn: '2025-07-01', because: 'validity-over' });
    await platform.record(history);
    expect(await designation()).toMatchObject({ status: 'expired', agreesWithReadModel: true, steps: { length: 3 } });
    expect(await designation(before)).toMatchObject({
      status: 'designated',
      agreesWithReadModel: true,
      steps: { length: 2 },
    });
  });
});

it('the designations of a branch tell the same story of any day, as known at any instant', async () => {
  const story = async (at: string): Promise<unknown> => {
    const steps = 'steps { type effectiveOn recordedAt status basis causedBy { type } }';
    const answer = await platform.ask(`{ branch(id: "${id}", ${at}) { designations { status ${steps} } } }`);
    return dig(answer, 'data', 'branch', 'designations');
  };
  const applied = { type: 'DesignationApplied', effectiveOn: '2022-04-10', status: 'applied', causedBy: null };
  const named = {
    type: 'BranchDesignated',
    status: 'designated',
    basis: basis.documentNo,
    causedBy: { type: 'ProgrammeRegistered' },
  };
  expect(await story('asOf: "2022-06-30"')).toMatchObject([{ status: 'applied', steps: [applied] }]);
  const then = String(dig(await designation(), 'steps', 1, 'recordedAt'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  step('DesignationExpired', { effectiveOn: '2025-07-01', because: 'validity-over' });
  await platform.record(history);
  expect(await story('asOf: "2025-07-01"')).toMatchObject([{ status: 'expired', steps: { length: 3 } }]);
  expect(await story(`asOf: "2025-07-01", knownAt: "${then}"`)).toMatchObject([
    { status: 'designated', steps: [applied, named] },
  ]);
});

const ofStep = `WHERE key = 'N ' || $1 AND type = 'BranchDesignated'`;

describe('a replay says that the read model was changed, and which step', () => {
  it.each([
    ['what it says', `UPDATE designation_step SET said = said || '{"until": "2035-07-01"}' ${ofStep}`, '内容'],
    ['its day', `UPDATE designation_step SET effective_on = '2021-07-01' ${ofStep}`, '生效日期'],
    ['where it led', `UPDATE designation_step SET status = 'revoked' ${ofStep}`, '状态'],
    ['who took it', `UPDATE designation_step SET actor = '{"personId": "P-9", "role": "auditor"}' ${ofStep}`, '操作人'],
    ['when it was recorded', `UPDATE designation_step SET recorded_at = '2020-01-01' ${ofStep}`, '记录时间'],
    ['that it was', `DELETE FROM designation_step ${ofStep}`, '系统没有显示'],
    [
      'a step that there never was',
      `INSERT INTO designation_step SELECT aggregate, key, organization_id, 9, gen_random_uuid(), type, status, effective_on, recorded_at, actor, said FROM designation_step ${ofStep}`,
      '原始记录中没有',
    ],
    [
      'what caused it',
      `UPDATE recorded_event SET cause_id = NULL WHERE stream = 'designation-N:' || $1 AND type = 'BranchDesignated'`,
      '由来',
    ],
  ])('%s', async (_what, statement, word) => {
    expect((await platform.readModel.query(statement, [id])).rowCount).toBe(1);
    expect(await designation()).toMatchObject({
      agreesWithReadModel: false,
      chainIntact: true,
      faults: expect.arrayContaining([
        expect.stringMatching(new RegExp(`“命名”（20\\d\\d-\\d\\d-\\d\\d）一步.*${word}`)),
      ]),
    });
  });

  it('or how it is counted', async () => {
    await platform.readModel.query(`UPDATE designation_span SET to_day = '2023-01-01' WHERE key = 'N ' || $1`, [id]);
    expect(await designation()).toMatchObject({
      agreesWithReadModel: false,
      faults: [expect.stringContaining('统计所用的状态')],
    });
  });

  it('or where lists show it', async () => {
    await platform.readModel.query(`UPDATE designation_standing SET status = 'revoked' WHERE key = 'N ' || $1`, [id]);
    expect(await designation()).toMatchObject({
      agreesWithReadModel: false,
      faults: [expect.stringContaining('列表所用的状态')],
    });
  });
});

describe('a replay says that the log was changed', () => {
  it('and names the altered event of a designation', async () => {
    await logs
      .get('assessment')
      ?.query(`UPDATE events SET data = replace(data::text, '2025', '2035')::json WHERE stream = $1 AND revision = 1`, [
        designationStream('N', id),
      ]);
    expect(await designation()).toMatchObject({
      chainIntact: false,
      faults: expect.arrayContaining([
        '“命名”（2022-07-01）一步的原始记录被改动或损坏，请联系系统管理员核验',
        '“命名”（2022-07-01）一步，系统显示的内容与原始记录不一致',
      ]),
    });
    expect(dig(await designation(undefined, 'en'), 'faults', 0)).toMatch(
      /^the log was changed or is damaged at “\S+” \(2022-07-01\): designation-N:B\d+: .*position \d+/,
    );
  });

  it('and names the altered event of a revocation', async () => {
    await logs
      .get('supervision')
      ?.query(
        `UPDATE events SET data = replace(data::text, 'quality-decline', 'poor-effect')::json WHERE stream = $1 AND revision = 0`,
        [`revocation-R${count}`],
      );
    expect(await revocation()).toMatchObject({
      chainIntact: false,
      agreesWithReadModel: false,
      faults: expect.arrayContaining([expect.stringContaining('“提出取消命名”（2023-04-18）一步的原始记录被改动')]),
    });
  });

  // What is taken out of a log is missing from then on: these come last.
  it('where it lost the whole stream that the read model shows', async () => {
    await logs.get('supervision')?.query('DELETE FROM events WHERE stream = $1', [`revocation-R${count}`]);
    expect(await revocation()).toMatchObject({
      organization: { code: id },
      status: null,
      steps: [],
      chainIntact: false,
      agreesWithReadModel: false,
      faults: expect.arrayContaining([
        '系统显示的“提出取消命名”（2023-04-18）一步，原始记录中没有',
        '原始记录被改动或损坏，请联系系统管理员核验',
      ]),
    });
  });
});

describe('a replay is refused', () => {
  it.each([
    ['of what is not there', 'designation', 'N:nobody', 'PROCESS_UNKNOWN'],
    ['by too few parts of the key', 'designation', 'N', 'PROCESS_UNKNOWN'],
    ['by an empty part', 'designation', ':B1', 'PROCESS_UNKNOWN'],
    ['by an id longer than any', 'revocation', 'R'.repeat(401), 'PROCESS_UNKNOWN'],
    ['of what is no process', 'rating', 'B1', 'INPUT_INVALID'],
  ])('%s', async (_what, process, named, code) => {
    expect(await replay(process, named)).toMatchObject({ code });
  });
});

it('finds the stream of every process by the parts of its key', () => {
  for (const { replays } of views) {
    if (!replays) continue;
    const contract = Object.values(aggregates).find(({ aggregate }) => aggregate === replays.aggregate);
    const named = [...(contract?.streamName ?? '').matchAll(/<(\w+)>/g)].map(([, part]) => part);
    expect(named.length === 1 ? named.length : named).toEqual(named.length === 1 ? replays.key.length : replays.key);
    expect(contract?.streamName).toBe(`${replays.aggregate}-${named.map((part) => `<${part}>`).join(':')}`);
  }
});

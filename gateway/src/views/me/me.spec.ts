import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { commandCatalogue, dutyStream, rights } from '@zhibu/contracts';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { accessMigrations, accessSchema } from '../../access/access-schema.ts';
import { accountsUnderTest, type AccountsUnderTest } from '../../testing/accounts.ts';
import { oneTimePassword, stepAt } from '../../access/one-time-password.ts';
import { dig } from '../../testing/asking.ts';
import { Duties, problemOf } from '../../testing/duties.ts';
import { History } from '../../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../../testing/platform.ts';

const password = 'Correct-horse-9';
const basis = { documentNo: '组〔2023〕3号' };
const id = (digit: number): string => `00000000-0000-5000-8000-00000000000${digit}`;

let database: TemporaryDatabase;
let platform: PlatformUnderTest;
const cookies = new Map<string, string>();

beforeAll(async () => {
  database = await temporaryDatabase();
  const { service } = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({ access: service, projectedWithinMs: 1500 });
  await platform.record(history());
  const accounts = accountsUnderTest(service);
  for (const login of ['clerk', 'secretary', 'security', 'nobody']) cookies.set(login, await loggedIn(accounts, login));
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});

function history(): History {
  const told = new History()
    .register('P', 'province')
    .register('W', 'work-committee', 'P')
    .register('U', 'unit', 'W')
    .register('B', 'branch', 'U')
    .register('D', 'branch', 'U')
    .register('F', 'branch', 'U')
    .organization('F', 'OrganizationDissolved', { effectiveOn: '2023-09-01', reason: '撤并' })
    .register('V', 'work-committee', 'P')
    .register('E', 'branch', 'V');
  assigned(told, 'clerk', { dutyId: id(1), duty: 'committee-clerk', organizationId: 'W' });
  assigned(told, 'secretary', { dutyId: id(2), duty: 'branch-secretary', organizationId: 'B', until: '2099-12-31' });
  assigned(told, 'secretary', { dutyId: id(3), duty: 'branch-secretary', organizationId: 'D', until: '2023-06-30' });
  told.record(dutyStream('p-security'), 'DutiesFounded', {
    personId: 'p-security',
    effectiveOn: '2023-01-01',
    duties: [{ dutyId: id(4), duty: 'security-administrator' }],
  });
  new Duties(told).problem('B', '1.1').problem('E', '1.1');
  return told;
}

const assigned = (told: History, login: string, held: object): History =>
  told.record(dutyStream(`p-${login}`), 'DutyAssigned', {
    personId: `p-${login}`,
    from: '2023-01-01',
    basis,
    confirmerId: 'p-9',
    ...held,
  });

async function loggedIn(accounts: AccountsUnderTest, login: string): Promise<string> {
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor: true });
  const { secret = Buffer.alloc(0) } = await accounts.setUp(token ?? '', password);
  const code = oneTimePassword(secret, stepAt(Date.now()));
  const response = await fetch(`${platform.url}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password, oneTimePassword: code }),
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const ask = (login: string | undefined, query: string, headers: Record<string, string> = {}): Promise<unknown> =>
  platform.ask(query, {}, { ...(login === undefined ? {} : { cookie: cookies.get(login) ?? '' }), ...headers });
const may = async (login: string | undefined, about = ''): Promise<unknown> =>
  dig(await ask(login, `{ may${about} }`), 'data', 'may');
const ME =
  '{ me { personId hasSession person { id name } duties { duty label organization { name } from until } rights { right label } may } }';

const ofSecretary = [
  'AcknowledgeNotice',
  'ApplyForDesignation',
  'CorrectActivity',
  'GradeBranch',
  'LodgeAppeal',
  'PlanRemediation',
  'RecordActivity',
  'RecordPoll',
  'RegisterEvidence',
  'RemoveEvidence',
  'ReplyToNotice',
  'ReportCompletion',
  'ReportProgress',
  'ReportRemediation',
  'RequestExtension',
  'SubmitRating',
  'SubmitStatement',
  'WithdrawActivity',
  'WithdrawApplication',
];
const aboutProblem = ['ReportCompletion', 'ReportProgress', 'RequestExtension'];

describe('me', () => {
  it('tells a person his duties of today with their organizations, his rights and his commands', async () => {
    const me = dig(await ask('secretary', ME), 'data', 'me');
    expect(me).toEqual({
      personId: 'p-secretary',
      hasSession: true,
      person: { id: 'p-secretary', name: null },
      duties: [
        {
          duty: 'branch-secretary',
          label: '党支部书记',
          organization: { name: expect.any(String) },
          from: '2023-01-01',
          until: '2099-12-31',
        },
      ],
      rights: [
        { right: 'record-activity', label: '登记组织生活' },
        { right: 'rate', label: '评分' },
        { right: 'rectify', label: '整改' },
        { right: 'report-completion', label: '报告整改完成' },
        { right: 'evidence', label: '提交佐证' },
        { right: 'apply', label: '申报' },
      ],
      may: ofSecretary,
    });
  });

  it('tells of who holds no duty that he may do nothing, and of the operator all but the platform’s own', async () => {
    expect(dig(await ask('nobody', ME), 'data', 'me')).toMatchObject({ duties: [], rights: [], may: [] });
    const operator = dig(await ask(undefined, ME, { 'zhibu-operator': 'p-1' }), 'data', 'me');
    expect(operator).toMatchObject({ personId: 'p-1', hasSession: false, duties: [] });
    expect(dig(operator, 'rights')).toHaveLength(rights.length - 1);
    const sent = Object.values(commandCatalogue).filter(({ right }) => right !== 'system');
    expect(dig(operator, 'may')).toEqual(sent.map(({ name }) => name).sort());
  });

  it('in English where that is asked for, and of a duty at the platform no organization', async () => {
    const me = dig(await ask('security', ME, { 'accept-language': 'en' }), 'data', 'me');
    expect(me).toMatchObject({
      duties: [{ label: 'security administrator', organization: null, until: null }],
      may: ['ConfirmDuty', 'RefuseDuty'],
    });
  });
});

describe('may', () => {
  it('of an organization: what is about its kind, where a duty reaches it', async () => {
    expect(await may('secretary', '(organizationId: "B")')).toEqual(
      ofSecretary.filter((name) => !aboutProblem.includes(name)),
    );
    const [ofCommittee, ofBranch] = [
      await may('clerk', '(organizationId: "W")'),
      await may('clerk', '(organizationId: "B")'),
    ];
    expect(ofCommittee).toEqual(expect.arrayContaining(['OpenRound', 'RegisterOrganization', 'ProposeDuty']));
    expect(ofCommittee).not.toEqual(expect.arrayContaining(['OpenGrading']));
    expect(ofBranch).toEqual(expect.arrayContaining(['OpenGrading', 'RenameOrganization']));
    expect(ofBranch).not.toEqual(expect.arrayContaining(['OpenRound']));
  });

  it('of one that is dissolved, by whom it stood under last', async () => {
    expect(await may('clerk', '(organizationId: "F")')).toEqual(expect.arrayContaining(['ReinstateOrganization']));
  });

  it('of a problem and of a duty, by whose they are', async () => {
    expect(await may('secretary', `(problemId: "${problemOf('B', '1.1')}")`)).toEqual(aboutProblem);
    expect(await may('security', `(dutyId: "${id(2)}")`)).toEqual(['ConfirmDuty', 'RefuseDuty']);
    expect(await may('clerk', `(dutyId: "${id(2)}")`)).toEqual(['EndDuty']);
  });

  it('of nothing named: what is about no organization', async () => {
    expect(await may('clerk')).toEqual(['DraftEdition', 'PublishWorkingDays', 'ReviseEdition']);
    expect(await may('secretary')).toEqual([]);
    expect(await may(undefined)).toEqual([
      'DraftEdition',
      'FoundDuties',
      'ProposeDuty',
      'PublishEdition',
      'PublishWorkingDays',
      'RegisterOrganization',
      'RetireEdition',
      'ReviseEdition',
    ]);
  });

  it.each([
    ['clerk', '(organizationId: "none")', 'ORGANIZATION_UNKNOWN'],
    ['clerk', '(organizationId: "E")', 'ORGANIZATION_UNKNOWN'],
    ['secretary', '(organizationId: "D")', 'ORGANIZATION_UNKNOWN'],
    ['clerk', `(problemId: "${id(9)}")`, 'PROBLEM_UNKNOWN'],
    ['clerk', '(problemId: "no id")', 'PROBLEM_UNKNOWN'],
    ['secretary', `(problemId: "${problemOf('E', '1.1')}")`, 'PROBLEM_UNKNOWN'],
    ['clerk', '(dutyId: "no id")', 'DUTY_UNKNOWN'],
    ['secretary', `(dutyId: "${id(1)}")`, 'DUTY_UNKNOWN'],
    ['clerk', `(organizationId: "B", dutyId: "${id(2)}")`, 'INPUT_INVALID'],
  ])('of %s about %s is refused as %s, as is what is not there', async (who, about, code) => {
    expect(dig(await ask(who, `{ may${about} }`), 'errors', 0, 'extensions', 'code')).toBe(code);
  });
});

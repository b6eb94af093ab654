import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { History } from '../testing/history.ts';
import { dig } from '../testing/asking.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await platformUnderTest({ projectedWithinMs: 1500 });
  await platform.record(new History().register('P', 'province'));
});
afterAll(() => platform.stop());

const mutation = `mutation ($input: RegisterOrganizationInput!) {
  registerOrganization(input: $input) { commandId projected reason events { id type stream revision position recordedAt } } }`;
const registration = (code: string) => ({
  code,
  kind: 'city',
  parentId: 'P',
  name: `${code}市`,
  openedOn: '2020-01-01',
});
const register = async (input: object, headers = {}): Promise<unknown> => platform.ask(mutation, { input }, headers);
const outcomeOf = (answer: unknown): unknown => dig(answer, 'data', 'registerOrganization');
const known = async (code: string): Promise<unknown> =>
  dig(
    await platform.ask('query ($code: String) { organization(code: $code) { name } }', { code }),
    'data',
    'organization',
  );

describe('a mutation', () => {
  it('answers once queries show what it did', async () => {
    expect(outcomeOf(await register(registration('T1')))).toEqual({
      commandId: expect.any(String),
      projected: true,
      reason: null,
      events: [expect.objectContaining({ type: 'OrganizationRegistered', stream: 'organization-T1', revision: 0 })],
    });
    expect(await known('T1')).toEqual({ name: 'T1市' });
  });

  it('sent again under its id answers the same events; with another body it is refused', async () => {
    const first = outcomeOf(await register({ ...registration('T2'), commandId: 'twice' }));
    expect(outcomeOf(await register({ ...registration('T2'), commandId: 'twice' }))).toEqual(first);
    const other = await register({ ...registration('T2'), name: '别的', commandId: 'twice' });
    expect(dig(other, 'errors', 0, 'extensions')).toMatchObject({ code: 'COMMAND_ID_REUSED', field: 'commandId' });
  });

  it('is refused by the owner’s code, with the field, in the language asked for', async () => {
    const answer = await register({ ...registration('T3'), name: 'a\u0007' }, { 'accept-language': 'en' });
    expect(dig(answer, 'errors', 0, 'extensions')).toMatchObject({
      code: 'INPUT_INVALID',
      errors: [{ field: 'name' }],
    });
    expect(dig(answer, 'errors', 0, 'message')).toContain('the input is wrong');
    expect(await known('T3')).toBeNull();
  });

  it('with a revision that the stream does not have is refused', async () => {
    const answer = await register({ ...registration('T4'), expectedRevision: 3 });
    expect(dig(answer, 'errors', 0, 'extensions')).toMatchObject({ code: 'REVISION_CONFLICT', current: -1 });
  });

  it('that is entered on behalf says who signed, who typed, and by which paper', async () => {
    const onBehalf = { personId: 'P-7', documentNo: '组〔2022〕7号' };
    await register({ ...registration('T99'), onBehalf }, { 'zhibu-operator': 'P-1' });
    const [event] = await platform.stores.organization.readStream('organization-T99');
    expect(event?.metadata.actor).toEqual({
      personId: 'P-7',
      role: 'operator',
      enteredBy: { personId: 'P-1', documentNo: '组〔2022〕7号' },
    });
  });

  it('that meets a fault nobody foresaw gets a reference number and no more', async () => {
    const answer = await platform.ask(
      `mutation { reportMembership(input: { organizationId: "P", effectiveOn: "2022-01-01", fullMembers: 1, probationaryMembers: 0 }) { commandId } }`,
    );
    expect(dig(answer, 'errors', 0, 'extensions')).toMatchObject({
      code: 'UNFORESEEN',
      reference: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(JSON.stringify(answer)).not.toMatch(/secret|\.ts|node_modules/);
  });

  it('says that queries do not show it yet, and why, when it gave up waiting', async () => {
    const holding = await platform.readModel.connect();
    await holding.query("BEGIN; SELECT pg_advisory_xact_lock(hashtext('zhibu read model'))");
    const late = outcomeOf(await register(registration('T5')));
    await holding.query('ROLLBACK');
    holding.release();
    expect(late).toMatchObject({
      projected: false,
      reason: expect.stringContaining('尚未计入'),
      events: [{ stream: 'organization-T5' }],
    });
  });

  it('says that its stream is parked, when the read model cannot take it in', async () => {
    await platform.readModel.query(`INSERT INTO parked_stream (service, consumer_group, stream, position, error)
      SELECT service, consumer_group, 'organization-T10', position, 'a fault' FROM feed_checkpoint WHERE service = 'organization'`);
    await platform.readModel.query(`UPDATE feed_checkpoint SET parked = 1 WHERE service = 'organization'`);
    expect(outcomeOf(await register(registration('T10')))).toMatchObject({
      projected: false,
      reason: expect.stringContaining('暂不能显示'),
    });
  });

  it('carries who sent it, from the one place where he enters', async () => {
    const answer = await register(registration('T6'), { 'zhibu-operator': encodeURIComponent('P-077') });
    const [event] = await platform.stores.organization.readStream('organization-T6');
    expect(answer).not.toHaveProperty('errors');
    expect(event?.metadata.actor).toEqual({ personId: 'P-077', role: 'operator' });
  });

  it('carries for which organization he acts', async () => {
    await register(registration('T11'), { 'zhibu-acting-for': 'T1' });
    const [event] = await platform.stores.organization.readStream('organization-T11');
    expect(event?.metadata.actor).toEqual({ personId: 'local-operator', role: 'operator', organizationId: 'T1' });
  });
});

describe('the batch door', () => {
  it('gives each command its own outcome, in the order sent', async () => {
    const { status, body } = await platform.post('/commands', {
      commands: [
        { name: 'RegisterOrganization', commandId: 'b1', data: registration('T7') },
        { name: 'NoSuchCommand', commandId: 'b2', data: {} },
        { name: 'RegisterOrganization', commandId: 'b3', data: { ...registration('T8'), openedOn: '2022-02-30' } },
        { name: 'PublishEdition', commandId: 'b4', data: {} },
        { name: 'RegisterOrganization', commandId: 'b1', data: registration('T7') },
      ],
    });
    expect(status).toBe(200);
    expect(dig(body, 'outcomes')).toMatchObject([
      { commandId: 'b1', events: [{ stream: 'organization-T7', revision: 0 }] },
      { commandId: 'b2', problem: { code: 'COMMAND_UNKNOWN', status: 404 } },
      { commandId: 'b3', problem: { code: 'INPUT_INVALID', errors: [{ field: 'openedOn' }] } },
      { commandId: 'b4', problem: { code: 'INPUT_INVALID' } },
      { commandId: 'b1', events: [{ stream: 'organization-T7', revision: 0 }] },
    ]);
  });

  it.each([
    { what: 'a body that is not JSON', body: '{', status: 400, code: 'JSON_INVALID' },
    {
      what: 'another content type',
      body: 'name=x',
      headers: { 'content-type': 'text/plain' },
      status: 400,
      code: 'CONTENT_TYPE_UNSUPPORTED',
    },
    { what: 'more than 8 MB', body: { commands: ['x'.repeat(10_000_000)] }, status: 413, code: 'BODY_TOO_LARGE' },
    {
      what: 'more than 500 commands',
      body: { commands: Array.from({ length: 501 }, () => ({})) },
      status: 413,
      code: 'BATCH_TOO_LARGE',
    },
    { what: 'an unknown field', body: { commands: [], more: 1 }, status: 400, code: 'INPUT_INVALID' },
    {
      what: 'an organization acted for that is no code',
      body: { commands: [] },
      headers: { 'zhibu-acting-for': 'a b' },
      status: 400,
      code: 'INPUT_INVALID',
    },
    {
      what: 'an operator that is no reference',
      body: { commands: [] },
      headers: { 'zhibu-operator': 'a b' },
      status: 400,
      code: 'INPUT_INVALID',
    },
    { what: 'what no text holds', body: { commands: [], '\0': '\0' }, headers: {}, status: 400, code: 'INPUT_INVALID' },
  ])('refuses $what as problem+json', async ({ body, headers, status, code }) => {
    const answer = await platform.post('/commands', body, { ...headers });
    expect([answer.status, answer.type, dig(answer.body, 'code')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
      code,
    ]);
  });
});

describe('the door of one command', () => {
  it('names where a text has what no text holds', async () => {
    for (const [field, value] of [
      ['name', 'a\0'],
      ['name', '\ud800'],
      ['code', '\0'],
      ['parentId', 'P\0'],
    ] as const) {
      const answer = await platform.post('/commands/RegisterOrganization', {
        data: { ...registration('T11'), [field]: value },
      });
      expect([answer.status, dig(answer.body, 'errors', 0, 'field')]).toEqual([400, field]);
    }
    const named = await platform.post('/commands/%00', { data: {}, commandId: '\0' });
    expect(named.status).toBeLessThan(500);
  });

  it('answers as the owning service does', async () => {
    const done = await platform.post('/commands/RegisterOrganization', { data: registration('T9') });
    expect([done.status, dig(done.body, 'events', 0, 'stream')]).toEqual([200, 'organization-T9']);
    const refused = await platform.post(
      '/commands/RegisterOrganization',
      { data: { code: 1 } },
      { 'accept-language': 'en' },
    );
    expect([refused.status, refused.type]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(dig(refused.body, 'errors')).toContainEqual({ field: 'kind', problem: expect.any(String) });
    expect((await platform.post('/commands/Nothing', { data: {} })).status).toBe(404);
  });

  it('says which service is not there, and the command can be sent again', async () => {
    await platform.apps.assessment.close();
    const answer = await platform.post('/commands/RetireEdition', {
      data: { editionId: 'e', effectiveOn: '2022-01-01', reason: 'r' },
    });
    expect([answer.status, dig(answer.body, 'code'), dig(answer.body, 'service')]).toEqual([
      503,
      'SERVICE_UNAVAILABLE',
      'assessment',
    ]);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { command } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import type { GraphqlAnswer, PlatformUnderTest } from '../support/platform.ts';
import { holdings, holdingsAtRest } from '../support/tamper.ts';

const BRANCH = '990200-SZGW-001-B001';
const UNIT = '990200-SZGW-001';

let platform: PlatformUnderTest;
let before: readonly object[];
beforeAll(async () => {
  platform = await importedEdges();
  await command(platform, 'RenameOrganization', { ...renaming, name: '更名一', commandId: 'journey-1' });
  before = await holdingsAtRest(platform);
}, 240_000);
afterAll(() => platform.discard());
/** Nothing half done: no event, no row, no checkpoint moved. */
afterEach(async () => expect(await holdings(platform)).toEqual(before));

const renaming = { organizationId: BRANCH, effectiveOn: '2023-01-01' };
const registration = {
  code: '990200-SZGW-777',
  kind: 'unit',
  parentId: '990200-SZGW',
  name: '新部门',
  openedOn: '2020-01-01',
};
/** Every part is within the contract; the event as a whole is over 256 KiB. */
const hugeRating = {
  branchId: BRANCH,
  scheme: 'classification',
  period: '2022',
  rater: 'self',
  entries: Array.from({ length: 60 }, (_, index) => ({
    item: '1.1',
    deduction: `0.0${index}`,
    note: '证'.repeat(2000),
  })),
};

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly field?: string;
  readonly errors?: readonly { readonly field: string }[];
}
interface Refused {
  readonly status: number;
  readonly type: string | null;
  readonly problem: Problem;
}

async function post(path: string, body: unknown): Promise<Refused> {
  const response = await fetch(`${platform.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    problem: (await response.json()) as Problem,
  };
}

/** The fields that a problem names, wherever it does. */
const fieldsOf = ({
  field,
  errors = [],
}: {
  readonly field?: string;
  readonly errors?: readonly { readonly field: string }[];
}): readonly string[] => [...(field === undefined ? [] : [field]), ...errors.map((error) => error.field)];

interface BadCommand {
  readonly what: string;
  readonly name: string;
  readonly body: unknown;
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
}
const bad = (
  what: string,
  [name, body]: readonly [string, unknown],
  expected: readonly [status: number, code: string, field?: string],
): BadCommand => ({ what, name, body, status: expected[0], code: expected[1], field: expected[2] });

const badCommands: readonly BadCommand[] = [
  bad('an unknown name', ['NoSuchCommand', { data: {} }], [404, 'COMMAND_UNKNOWN', 'name']),
  bad('wrong JSON', ['RegisterOrganization', '{"data":'], [400, 'JSON_INVALID']),
  bad(
    'a missing field',
    ['RegisterOrganization', { data: { ...registration, name: undefined } }],
    [400, 'INPUT_INVALID', 'name'],
  ),
  bad(
    'an unknown field',
    ['RegisterOrganization', { data: { ...registration, colour: 'red' } }],
    [400, 'INPUT_INVALID', 'colour'],
  ),
  bad(
    'an unknown field of the protocol',
    ['RegisterOrganization', { data: registration, actor: 'me' }],
    [400, 'INPUT_INVALID', 'actor'],
  ),
  bad(
    'an impossible date',
    ['RegisterOrganization', { data: { ...registration, openedOn: '2021-02-29' } }],
    [400, 'INPUT_INVALID', 'openedOn'],
  ),
  bad(
    'a number as text',
    ['ReportMembership', { data: { ...renaming, fullMembers: '12', probationaryMembers: 0 } }],
    [400, 'INPUT_INVALID', 'fullMembers'],
  ),
  bad(
    '10 MB of body',
    ['RegisterOrganization', { data: { ...registration, name: 'x'.repeat(10_000_000) } }],
    [413, 'BODY_TOO_LARGE'],
  ),
  bad(
    'an id with control characters',
    ['RegisterOrganization', { data: { ...registration, code: '990200\u0007' } }],
    [400, 'INPUT_INVALID', 'code'],
  ),
  bad(
    'a command id with control characters',
    ['RegisterOrganization', { commandId: 'a\u0000b', data: registration }],
    [400, 'INPUT_INVALID', 'commandId'],
  ),
  bad(
    'a known command id with another body',
    ['RenameOrganization', { commandId: 'journey-1', data: { ...renaming, name: '更名二' } }],
    [409, 'COMMAND_ID_REUSED', 'commandId'],
  ),
  bad(
    'a revision expected too low',
    ['RenameOrganization', { expectedRevision: 0, data: { ...renaming, name: '更名三' } }],
    [409, 'REVISION_CONFLICT', 'expectedRevision'],
  ),
  bad(
    'a revision expected too high',
    ['RenameOrganization', { expectedRevision: 99, data: { ...renaming, name: '更名三' } }],
    [409, 'REVISION_CONFLICT', 'expectedRevision'],
  ),
  bad('a command larger than its door takes', ['SubmitRating', { data: hugeRating }], [413, 'BODY_TOO_LARGE']),
];

describe('over HTTP', () => {
  it.each(badCommands)('$what is refused as problem+json', async ({ name, body, status, code, field }) => {
    const refused = await post(`/commands/${name}`, body);
    expect(refused).toMatchObject({
      status,
      type: expect.stringMatching(/^application\/problem\+json/),
      problem: { type: `urn:zhibu:problem:${code}`, status, code },
    });
    if (field !== undefined) expect(fieldsOf(refused.problem)).toContain(field);
  });

  it('a batch tells each of its commands what is wrong with it', async () => {
    const each = badCommands.filter(
      (one) => typeof one.body === 'object' && one.code !== 'BODY_TOO_LARGE' && one.what !== 'an unknown name',
    );
    const { status, problem } = await post('/commands', {
      commands: each.map(({ name, body }) => ({ name, ...Object(body) })),
    });
    expect(status).toBe(200);
    const { outcomes }: { outcomes: readonly { problem?: Problem }[] } = Object(problem);
    expect(outcomes.map((outcome) => outcome.problem?.code)).toEqual(each.map(({ code }) => code));
  });
});

describe('a batch of more than 256 KB', () => {
  const large = { commands: [{ name: 'SubmitRating', data: hugeRating }] };

  it('is taken from whoever says who he is, and an event over the size limit refused in it', async () => {
    const { body } = await platform.post('/commands', large, { 'zhibu-operator': 'P-1' });
    const [outcome]: readonly { readonly problem?: Problem }[] = Object(body).outcomes;
    expect(outcome?.problem).toMatchObject({ code: 'EVENT_TOO_LARGE', field: 'entries' });
  });

  it('is refused from anybody else, unread', async () => {
    expect(await platform.post('/commands', large)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
  });
});

const ofGraphql = async (
  query: string,
  variables: object = {},
): Promise<{ readonly code?: string; readonly fields: readonly string[] }> => {
  const { data, errors = [] }: GraphqlAnswer<object> = await platform.graphql(query, variables);
  expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
  const extensions: Problem = Object(errors[0]?.extensions);
  expect(JSON.stringify(errors)).not.toMatch(/node_modules|\.[jt]s:\d/);
  return { code: extensions.code, fields: fieldsOf(extensions) };
};

describe('over GraphQL', () => {
  const mutations = badCommands.filter(
    ({ code, what }) => !['COMMAND_UNKNOWN', 'JSON_INVALID'].includes(code) && !what.includes('protocol'),
  );
  it.each(mutations)('$what is refused by the same code', async ({ name, body, code, field }) => {
    const { data, ...protocol } = Object(body) as { data: object };
    const mutation = name.charAt(0).toLowerCase() + name.slice(1);
    const refused = await ofGraphql(`mutation ($input: ${name}Input!) { ${mutation}(input: $input) { commandId } }`, {
      input: { ...data, ...protocol },
    });
    expect(refused.code).toBe(code);
    // GraphQL itself puts the argument in front, or names the input that lacks the field.
    if (field !== undefined)
      expect(refused.fields.some((named) => named === field || named === `input.${field}` || named === 'input')).toBe(
        true,
      );
  });

  it.each([
    [
      'an unknown name',
      'mutation { noSuchCommand(input: {}) { commandId } }',
      { code: 'GRAPHQL_VALIDATION_FAILED', fields: [] },
    ],
    [
      'an impossible date in a command',
      `mutation { dissolveOrganization(input: { organizationId: "${UNIT}", reason: "r", effectiveOn: "2023-02-30" }) { commandId } }`,
      { code: 'INPUT_INVALID', fields: ['input.effectiveOn'] },
    ],
    [
      'an impossible date in a query',
      '{ branches(under: "990200", asOf: "2023-02-30") { totalCount } }',
      { code: 'INPUT_INVALID', fields: ['asOf'] },
    ],
    [
      'none at all of a page',
      '{ branches(under: "990200", first: 0) { totalCount } }',
      { code: 'INPUT_INVALID', fields: ['first'] },
    ],
    [
      'too much of a page',
      '{ branches(under: "990200", first: 201) { totalCount } }',
      { code: 'INPUT_INVALID', fields: ['first'] },
    ],
    [
      'a grade without its scheme',
      '{ branches(under: "990200", filter: { grade: "general" }) { totalCount } }',
      { code: 'INPUT_INVALID', fields: ['filter.scheme'] },
    ],
    [
      'an instant of the future',
      '{ branches(under: "990200", knownAt: "2999-01-01T00:00:00Z") { totalCount } }',
      { code: 'KNOWN_AT_IN_FUTURE', fields: ['knownAt'] },
    ],
    [
      'both id and code',
      '{ organization(id: "990200", code: "990200") { id } }',
      { code: 'INPUT_INVALID', fields: ['id'] },
    ],
    ['neither id nor code', '{ organization { id } }', { code: 'INPUT_INVALID', fields: ['id'] }],
    [
      'an organization nobody knows',
      '{ branches(under: "nobody") { totalCount } }',
      { code: 'ORGANIZATION_UNKNOWN', fields: ['under'] },
    ],
    [
      'what is too deep',
      `{ organization(id: "990200") ${'{ parent '.repeat(30)}{ id }${' }'.repeat(30)} }`,
      { code: 'QUERY_TOO_LARGE', fields: [] },
    ],
    [
      'what is too wide',
      '{ organization(id: "990200") { children(first: 200) { edges { node { children(first: 200) { edges { node { children(first: 200) { totalCount } } } } } } } } }',
      { code: 'QUERY_TOO_LARGE', fields: ['first'] },
    ],
    ['what is no query', '{ organization(', { code: 'GRAPHQL_PARSE_FAILED', fields: [] }],
  ])('%s', async (_what, query, refused) => {
    expect(await ofGraphql(query)).toEqual(refused);
  });

  it('a query of 10 MB is refused before it is read', async () => {
    expect((await ofGraphql(`{ __typename } #${'x'.repeat(10_000_000)}`)).code).toBe('BODY_TOO_LARGE');
  });

  it('nothing is changed by GET, nor by what a page elsewhere could send', async () => {
    const mutation = `mutation { renameOrganization(input: { organizationId: "${BRANCH}", effectiveOn: "2023-01-01", name: "更名四" }) { commandId } }`;
    const got = await fetch(`${platform.url}/graphql?query=${encodeURIComponent(mutation)}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(got.status).toBe(405);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const sent = await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify({ query: mutation }),
      });
      expect([type, sent.status]).toEqual([type, 400]);
      const door = await fetch(`${platform.url}/commands/RenameOrganization`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{}',
      });
      expect([type, door.status]).toEqual([type, 400]);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { city } from './testing/city.ts';
import { dig } from './testing/asking.ts';
import { History } from './testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from './testing/platform.ts';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await platformUnderTest();
  await platform.record(city(12));
});
afterAll(() => platform.stop());

const english = { 'accept-language': 'en' };
const ofPath = (answer: unknown): unknown => dig(answer, 'errors', 0, 'extensions');

describe('a query', () => {
  it('names an organization, its place in the tree and its children', async () => {
    const query = `{ organization(code: "U001") { id code kind kindLabel name parent { name parent { name } }
      children(first: 1) { totalCount pageInfo { hasNextPage endCursor } edges { node { code } } } } }`;
    expect(dig(await platform.ask(query), 'data', 'organization')).toEqual({
      id: 'U001',
      code: 'U001',
      kind: 'unit',
      kindLabel: '部门和单位',
      name: 'U001组织',
      parent: { name: 'C组织', parent: { name: 'T组织' } },
      children: {
        totalCount: 2,
        pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
        edges: [{ node: { code: 'B0010' } }],
      },
    });
  });

  it('says what an organization was called, whom it stood under, who leads it, and by which documents', async () => {
    const basis = { documentNo: '组〔2022〕7号' };
    const history = new History()
      .register('X-W', 'work-committee')
      .register('X-U1', 'unit', 'X-W')
      .register('X-U2', 'unit', 'X-W')
      .register('X-B', 'branch', 'X-U1')
      .organization('X-B', 'OrganizationRenamed', { name: '新名', effectiveOn: '2022-01-01', basis })
      .organization('X-B', 'OrganizationMoved', { parentId: 'X-U2', effectiveOn: '2022-02-01', basis })
      .organization('X-B', 'FormSet', { form: 'joint', effectiveOn: '2022-03-01' })
      .organization('X-B', 'JointUnitsSet', { unitIds: ['X-U1', 'X-U2'], effectiveOn: '2022-03-01' })
      .organization('X-B', 'CommitteeSet', {
        posts: [{ post: 'secretary', personId: 'P-7' }, { post: 'discipline' }],
        effectiveOn: '2022-03-01',
      })
      .organization('X-B', 'ElectionHeld', { termYears: 3, effectiveOn: '2020-05-01' })
      .organization('X-B', 'TermExtended', {
        until: '2023-11-01',
        effectiveOn: '2023-04-01',
        reason: '机构改革',
        basis,
      });
    await platform.record(history);
    const query = `{ organization(code: "X-B", asOf: "2023-04-01") { form formLabel cells committeeSize termEndsOn resultConfirmedOn secretary
      names { name from to basis } parents { parent { code } from to basis } extensions { from until reason basis }
      committee { post label personId } jointUnits { code jointBranches { code } } dissolvedOn dissolutionBasis
      findings { code clause article weight } } }`;
    expect(dig(await platform.ask(query), 'data', 'organization')).toEqual({
      form: 'joint',
      formLabel: '联合党支部',
      cells: null,
      committeeSize: 2,
      termEndsOn: '2023-11-01',
      resultConfirmedOn: null,
      secretary: 'P-7',
      names: [
        { name: 'X-B组织', from: null, to: '2022-01-01', basis: null },
        { name: '新名', from: '2022-01-01', to: null, basis: '组〔2022〕7号' },
      ],
      parents: [
        { parent: { code: 'X-U1' }, from: null, to: '2022-02-01', basis: null },
        { parent: { code: 'X-U2' }, from: '2022-02-01', to: null, basis: '组〔2022〕7号' },
      ],
      extensions: [{ from: '2023-04-01', until: '2023-11-01', reason: '机构改革', basis: '组〔2022〕7号' }],
      committee: [
        { post: 'secretary', label: '书记', personId: 'P-7' },
        { post: 'discipline', label: '纪检委员', personId: null },
      ],
      jointUnits: [
        { code: 'X-U1', jointBranches: [{ code: 'X-B' }] },
        { code: 'X-U2', jointBranches: [{ code: 'X-B' }] },
      ],
      dissolvedOn: null,
      dissolutionBasis: null,
      findings: [],
    });
  });

  it('pages through branches by cursor, each once, in order of code', async () => {
    const query =
      'query ($after: String) { branches(under: "P", first: 5, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { organization { code } } } } }';
    const codes: unknown[] = [];
    for (let after: unknown, more: unknown = true; more;) {
      const page = dig(await platform.ask(query, { after }), 'data', 'branches');
      codes.push(...(dig(page, 'edges') as object[]).map((edge) => dig(edge, 'node', 'organization', 'code')));
      [after, more] = [dig(page, 'pageInfo', 'endCursor'), dig(page, 'pageInfo', 'hasNextPage')];
      expect(dig(page, 'totalCount')).toBe(12);
    }
    expect(codes).toEqual(Array.from({ length: 12 }, (_, index) => `B${String(index).padStart(4, '0')}`));
  });

  it('gives ratings with their decision and findings, and what does not exist yet as none', async () => {
    const query = `{ branches(under: "C", filter: { scheme: "classification", grade: "lagging" }, first: 1) { totalCount edges { node {
      rating(scheme: "classification") { grade period effectiveFrom effectiveTo confirmed score decision { type actor editionId } findings { item pointsLost } }
      designations { kind } openProblems } } } }`;
    expect(dig(await platform.ask(query), 'data', 'branches')).toMatchObject({
      totalCount: 4,
      edges: [
        {
          node: {
            rating: {
              grade: 'lagging',
              period: '2022',
              effectiveFrom: '2022-12-31',
              effectiveTo: null,
              confirmed: false,
              score: '80.00',
              decision: { type: 'BranchGraded', actor: 'P-1' },
              findings: [{ item: '1.1', pointsLost: '2' }],
            },
            designations: [],
            openProblems: 0,
          },
        },
      ],
    });
  });

  it('flows the day down: what was in force then, on the tree of then', async () => {
    const query =
      '{ branches(under: "P", asOf: "2022-06-30", first: 1) { edges { node { rating(scheme: "classification") { period } activities(year: 2022) { kind held due } } } } }';
    const node = dig(await platform.ask(query), 'data', 'branches', 'edges', 0, 'node');
    expect(dig(node, 'rating', 'period')).toBe('2021');
    expect(dig(node, 'activities', 0)).toEqual({ kind: 'members-meeting', held: 1, due: 2 });
  });

  it('counts on a dashboard', async () => {
    const query = `{ dashboard(under: "P", period: "2022") { under { name } branches ungraded(scheme: "classification") designations { kind } problems { open }
      grades(scheme: "classification") { grade label count } byChild(scheme: "classification") { organization { code } branches }
      transitions(scheme: "classification", from: "2021", to: "2022") { fromGrade toGrade count } } }`;
    expect(dig(await platform.ask(query), 'data', 'dashboard')).toEqual({
      under: { name: 'P组织' },
      branches: 12,
      ungraded: 0,
      designations: [],
      problems: { open: 0 },
      grades: [
        { grade: 'advanced', label: '先进', count: 0 },
        { grade: 'general', label: '一般', count: 8 },
        { grade: 'lagging', label: '后进', count: 4 },
      ],
      byChild: [{ organization: { code: 'T' }, branches: 12 }],
      transitions: expect.arrayContaining([{ fromGrade: 'lagging', toGrade: 'general', count: 8 }]),
    });
  });

  it('speaks Chinese, and English when asked to', async () => {
    const query = '{ focusList(under: "P", first: 1) { edges { reasons } } organization(id: "C") { kindLabel } }';
    expect(dig(await platform.ask(query), 'data', 'focusList', 'edges', 0, 'reasons', 0)).toMatch(/分类定级/);
    expect(dig(await platform.ask(query, {}, english), 'data', 'focusList', 'edges', 0, 'reasons', 0)).toMatch(
      /classification/,
    );
    expect(dig(await platform.ask(query, {}, english), 'data', 'organization', 'kindLabel')).toBe('work committee');
  });
});

describe('a query that is wrong is refused by a stable code that names the argument', () => {
  it.each([
    ['{ organization { id } }', 'id'],
    ['{ organization(id: "P", code: "P") { id } }', 'id'],
    ['{ branches(under: "P", first: 0) { totalCount } }', 'first'],
    ['{ branches(under: "P", first: 201) { totalCount } }', 'first'],
    ['{ branches(under: "P", after: "?") { totalCount } }', 'after'],
    ['{ branches(under: "P", asOf: "2022-02-30") { totalCount } }', 'asOf'],
    ['{ branches(under: "P", first: "5") { totalCount } }', 'first'],
    ['{ branches(under: "P", filter: { grade: "lagging" }) { totalCount } }', 'filter.scheme'],
    ['{ branches(under: "P", filter: { unknown: 1 }) { totalCount } }', 'filter.unknown'],
    ['{ branches(under: "P", knownAt: "2022-01-01") { totalCount } }', 'knownAt'],
    ['{ dashboard(under: "P", period: "22") { branches } }', 'period'],
    ['{ organizationsWithFinding(under: "P", code: "no-such") { totalCount } }', 'code'],
    ['{ organization(code: "\\u0000") { id } }', 'code'],
    ['{ organization(code: "\0") { id } }', 'code'],
    ['{ organization(code: """a\0""") { id } }', 'code'],
    ['{ branches(under: "P", filter: { nameContains: "a\\u{0}" }) { totalCount } }', 'filter.nameContains'],
    ['{ rating(branchId: "B0000", scheme: "a\\u{0000}", effectiveOn: "2022-12-31") { grade } }', 'scheme'],
    ['{ branches(under: "P", after: "AA") { totalCount } }', 'after'],
    [
      'mutation { registerOrganization(input: { code: "X", kind: "branch", name: "a\\u0000", openedOn: "2022-01-01" }) { commandId } }',
      'input.name',
    ],
    [
      'mutation { registerOrganization(input: { code: "X", kind: "branch", name: "a", openedOn: "2022-01-01", commandId: "\\u0000" }) { commandId } }',
      'input.commandId',
    ],
  ])('%s: %s', async (query, field) => {
    expect(ofPath(await platform.ask(query))).toEqual({
      code: 'INPUT_INVALID',
      errors: [{ field, problem: expect.any(String) }],
    });
  });

  it('in a variable too, by its path', async () => {
    const query = 'mutation ($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { commandId } }';
    const answer = await platform.ask(query, {
      input: { code: 'X', kind: 'branch', name: 'n', openedOn: '2022-02-30' },
    });
    expect(ofPath(answer)).toMatchObject({ code: 'INPUT_INVALID', errors: [{ field: 'input.openedOn' }] });
  });

  it.each([
    ['NUL', { filter: { nameContains: 'a\0' } }, 'filter.nameContains'],
    ['half of a surrogate pair', { filter: { nameContains: '\ud800' } }, 'filter.nameContains'],
    ['NUL in a cursor', { after: '\0' }, 'after'],
  ])('in a variable, %s', async (_, variables, field) => {
    const query =
      'query ($filter: BranchFilter, $after: String) { branches(under: "P", filter: $filter, after: $after) { totalCount } }';
    expect(ofPath(await platform.ask(query, variables))).toMatchObject({ code: 'INPUT_INVALID', errors: [{ field }] });
  });

  it.each([
    ['{ branches(under: "none") { totalCount } }', { code: 'ORGANIZATION_UNKNOWN', field: 'under' }],
    ['{ replay(branchId: "none", scheme: "classification") { agreesWithReadModel } }', { code: 'BRANCH_UNKNOWN' }],
    [
      '{ organization(id: "P", knownAt: "2999-01-01T00:00:00Z") { id } }',
      { code: 'KNOWN_AT_IN_FUTURE', field: 'knownAt' },
    ],
    ['{ nothing }', { code: 'GRAPHQL_VALIDATION_FAILED' }],
    ['{ organization(', { code: 'GRAPHQL_PARSE_FAILED' }],
  ])('%s', async (query, extensions) => {
    expect(ofPath(await platform.ask(query))).toMatchObject(extensions);
  });

  it('when it nests too deep, or could come to too much', async () => {
    const deep = `{ organization(id: "P") ${'{ parent '.repeat(17)}{ id }${' }'.repeat(17)} }`;
    expect(ofPath(await platform.ask(deep))).toMatchObject({ code: 'QUERY_TOO_LARGE', limit: 16 });
    const wide =
      '{ organization(id: "P") { children(first: 200) { edges { node { children(first: 200) { edges { node { id } } } } } } } }';
    expect(ofPath(await platform.ask(wide))).toMatchObject({ code: 'QUERY_TOO_LARGE', field: 'first' });
    const long = `{ ${'id '.repeat(20_000)} }`;
    expect(ofPath(await platform.ask(long))).toMatchObject({ code: 'QUERY_TOO_LARGE', of: 'tokens' });
  });

  it('in the language asked for', async () => {
    const query = '{ branches(under: "none") { totalCount } }';
    expect(dig(await platform.ask(query), 'errors', 0, 'message')).toContain('没有登记这个组织');
    expect(dig(await platform.ask(query, {}, english), 'errors', 0, 'message')).toContain('no such organization');
  });
});

describe('the GraphQL door', () => {
  it('refuses what is not JSON, too much, or several at once, by a stable code', async () => {
    expect(ofPath((await platform.post('/graphql', '{')).body)).toMatchObject({ code: 'JSON_INVALID' });
    const large = await platform.post('/graphql', {
      query: '{ __typename }',
      variables: { text: 'x'.repeat(3_000_000) },
    });
    expect([large.status, ofPath(large.body)]).toEqual([413, { code: 'BODY_TOO_LARGE' }]);
    expect(ofPath((await platform.post('/graphql', [{ query: '{ __typename }' }])).body)).toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  it('refuses a request that a page elsewhere could send', async () => {
    const answer = await platform.post('/graphql', 'query=x', { 'content-type': 'text/plain' });
    expect([answer.status, dig(answer.body, 'errors', 0, 'extensions', 'code')]).toEqual([400, 'BAD_REQUEST']);
  });

  it('shows a browser an explorer that takes nothing from elsewhere', async () => {
    const page = await fetch(`${platform.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(html).toContain('支部查询台');
    expect(html).not.toMatch(/https?:\/\//);
    expect((await fetch(`${platform.url}/explorer/explorer.css`)).headers.get('content-type')).toContain('text/css');
  });

  it('says that it lives, and is ready', async () => {
    expect((await fetch(`${platform.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${platform.url}/health/ready`);
    expect([ready.status, dig(await ready.json(), 'status')]).toEqual([200, 'ready']);
  });
});

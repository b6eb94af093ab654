import { type Hostile, kindOf, posted, query, sized, times } from './document.ts';

const PAGE =
  'query ($under: ID!, $first: Int, $after: String) { branches(under: $under, first: $first, after: $after) { totalCount } }';
const FILTERED = 'query ($filter: BranchFilter) { branches(under: "990200", filter: $filter) { totalCount } }';
const RATED = 'mutation ($input: SubmitRatingInput!) { submitRating(input: $input) { commandId } }';
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const keys = (count: number, value: string): string => times(count, (at) => `"k${at}":${value}`, ',');
const rating = (entries: unknown): object => ({
  input: { branchId: 'B', scheme: 'classification', period: '2022', rater: 'self', entries },
});
const page = (variables: object): ReturnType<typeof query> => query(PAGE, { under: '990200', ...variables });

const variables = kindOf('variables', {
  ...sized([100, 1_000, 3_000], {
    'declared and not used': (n) => query(`query (${times(n, (at) => `$a${at}: Int`)}) { __typename }`),
    'declared twice': (n) => query(`query (${times(n, () => '$a: Int')}) { __typename }`),
    'used and not declared': (n) =>
      query(`{ ${times(Math.ceil(n / 4), (at) => `a${at}: organization(id: $v${at}) { id }`)} }`),
    'of types that there are not': (n) => query(`query (${times(n, (at) => `$a${at}: Nothing${at}`)}) { __typename }`),
    'with defaults that do not fit': (n) => query(`query (${times(n, (at) => `$a${at}: Int = "x"`)}) { __typename }`),
    'wrong, every one': (n) =>
      query(
        `query (${times(n, (at) => `$a${at}: Int!`)}) { ${times(Math.min(n, 150), (at) => `a${at}: branches(under: "P", first: $a${at}) { totalCount }`)} }`,
        Object.fromEntries(Array.from({ length: Math.min(n, 199) }, (_, at) => [`a${at}`, 'x'])),
      ),
  }),
  ...sized([40, 5_000, 100_000], {
    'lists within each other': (n) =>
      posted('/graphql', `{"query":${JSON.stringify(FILTERED)},"variables":{"filter":${nested(n)}}}`),
    'objects within each other': (n) =>
      posted(
        '/graphql',
        `{"query":${JSON.stringify(FILTERED)},"variables":{"filter":${'{"a":'.repeat(Math.min(n, 40_000))}1${'}'.repeat(Math.min(n, 40_000))}}}`,
      ),
    'what nobody declared, within each other': (n) =>
      posted('/graphql', `{"query":"{ nothing }","variables":{"x":${nested(n)}}}`),
  }),
  ...sized([201, 5_000, 20_000], {
    'keys of an input': (n) =>
      posted('/graphql', `{"query":${JSON.stringify(FILTERED)},"variables":{"filter":{${keys(n, '1')}}}}`),
    'keys of the variables': (n) =>
      posted('/graphql', `{"query":${JSON.stringify(FILTERED)},"variables":{${keys(n, '1')}}}`),
    'entries that are wrong': (n) => query(RATED, rating(Array.from({ length: n }, () => 1))),
    'entries that are empty': (n) => query(RATED, rating(Array.from({ length: n }, () => ({})))),
    'a list for a text': (n) => query(PAGE, { under: Array.from({ length: n }, () => 'x') }),
    'a list for a number': (n) => page({ first: Array.from({ length: n }, () => 1) }),
  }),
  ...sized([300, 50_000, 250_000], {
    'a text for a number': (n) => page({ first: '9'.repeat(n) }),
    'a text for an input': (n) => query(FILTERED, { filter: 'x'.repeat(n) }),
    'a day that is none': (n) =>
      query('query ($d: Date) { organization(id: "P", asOf: $d) { id } }', { d: '2'.repeat(n) }),
    'an instant that is none': (n) =>
      query('query ($k: DateTime) { branches(under: "P", knownAt: $k) { totalCount } }', { k: '2'.repeat(n) }),
    'an organization': (n) => query(PAGE, { under: 'x'.repeat(n) }),
    'a number of digits': (n) =>
      posted('/graphql', `{"query":${JSON.stringify(PAGE)},"variables":{"under":"P","first":${'9'.repeat(n)}}}`),
  }),
  __proto__: posted(
    '/graphql',
    `{"query":${JSON.stringify(FILTERED)},"variables":{"filter":{"__proto__":{"grade":"a"}}}}`,
  ),
  constructor: posted(
    '/graphql',
    `{"query":${JSON.stringify(FILTERED)},"variables":{"filter":{"constructor":{"prototype":1}}}}`,
  ),
  'an object for a text': query(PAGE, { under: { toString: 1 } }),
  'nothing at all': query(PAGE, {}),
  null: query(PAGE, { under: null }),
  'a list': posted('/graphql', '{"query":"{ nothing }","variables":[1]}'),
  'a text': posted('/graphql', '{"query":"{ nothing }","variables":"{}"}'),
  'a number': posted('/graphql', '{"query":"{ nothing }","variables":7,"operationName":7}'),
  'the same name twice': posted(
    '/graphql',
    `{"query":${JSON.stringify(PAGE)},"variables":{"under":"P"},"variables":{"under":7.5,"first":"a"}}`,
  ),
});

const cursors = kindOf('cursors', {
  ...Object.fromEntries(
    Object.entries({
      nothing: '',
      'no base64': '!!!!',
      padded: 'OTkwMjAw==',
      'of NUL': Buffer.from('\0').toString('base64url'),
      'of no UTF-8': Buffer.from([0xc3, 0x28]).toString('base64url'),
      'of half a surrogate': Buffer.from([0xed, 0xa0, 0x80]).toString('base64url'),
      'in the other alphabet': Buffer.from('机关>>>???').toString('base64'),
      'in two lines': 'OTkw\nMjAw',
    }).map(([name, after]) => [name, page({ after })] as const),
  ),
  ...sized([300, 20_000, 250_000], {
    'of letters': (n) => page({ after: Buffer.from('a'.repeat(n * 3)).toString('base64url') }),
    'of other signs': (n) => page({ after: '='.repeat(n) }),
  }),
  'on a page of nothing': page({ first: 0 }),
  'on a page of less than nothing': page({ first: -1 }),
  'on a page of 201': page({ first: 201 }),
  'on a page of all': page({ first: 2_147_483_647 }),
  'on a page beyond all': page({ first: 2_147_483_648 }),
  'on half a page': page({ first: 0.5 }),
  'a number': page({ after: 7 }),
});

const places = kindOf('places of errors', {
  ...sized([20, 200, 1_400], {
    'bad days at once': (n) => query(`{ ${times(n, (at) => `a${at}: organization(id: "P", asOf: "${at}") { id }`)} }`),
    'bad texts at once': (n) => query(`{ ${times(n, (at) => `a${at}: organization(id: ${at}.5) { id }`)} }`),
    'bad entries of a list': (n) =>
      query(
        `mutation { submitRating(input: { branchId: "B", scheme: "s", period: "2022", rater: "r", entries: [${times(n, (at) => `{ item: ${at}.5 }`)}] }) { commandId } }`,
      ),
    'each with a long text': (n) =>
      query(
        `{ ${times(n, (at) => `a${at}: organization(id: "P", asOf: "${'x'.repeat(Math.floor(60_000 / n))}") { id }`)} }`,
      ),
    'organizations that nobody knows': (n) =>
      query(`{ ${times(Math.min(n, 190), (at) => `a${at}: branches(under: "X${at}") { totalCount }`)} nothing }`),
  }),
  'schemes that nobody knows, at each of 200': query(
    '{ branches(under: "990200", first: 200) { edges { node { rating(scheme: "nobody-knows") { grade } } } } }',
  ),
});

export const variableDocuments: readonly Hostile[] = [variables, cursors, places].flat();

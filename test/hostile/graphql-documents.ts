import { type Hostile, kindOf, query, sized, times } from './document.ts';

const ROOT = 'organization(id: "990200")';
const within = (text: string): string => `{ ${ROOT} { ${text} } }`;

const depth = kindOf('depth', {
  ...sized([20, 90, 400, 3_000, 12_000], {
    'fields within fields': (n) => query(`{ ${ROOT} ${'{ parent '.repeat(n)}{ id }${' }'.repeat(n)} }`),
    'inline fragments within each other': (n) => query(within(`${'... { '.repeat(n)}id${' }'.repeat(n)} nothing`)),
    'lists within lists': (n) => query(`{ branches(under: ${'['.repeat(n)}1${']'.repeat(n)}) { totalCount } }`),
    'objects within objects': (n) =>
      query(`{ branches(under: "P", filter: ${'{a:'.repeat(n)}1${'}'.repeat(n)}) { totalCount } }`),
    'types of variables within lists': (n) => query(`query ($a: ${'['.repeat(n)}Int${']'.repeat(n)}) { __typename }`),
  }),
  'braces that never close': query('{'.repeat(50_000)),
  'pages within pages': query(
    `{ ${ROOT} { ${'children(first: 200) { edges { node { '.repeat(4)}id${' } } }'.repeat(4)} } }`,
  ),
  'pages of a thousand': query('{ branches(under: "P", first: 1000) { edges { node { openProblems } } } }'),
  'every type of the schema, and every type of its fields': query(
    `{ __schema { types { ${'fields { type { '.repeat(3)}name${' } }'.repeat(3)} } } }`,
  ),
  'types within types': query(`{ __schema { types { ${'ofType { '.repeat(60)}name${' }'.repeat(60)} } } }`),
  'the schema again and again': query(
    `{ ${times(300, (at) => `s${at}: __schema { types { name fields { name } } }`)} }`,
  ),
});

const aliases = kindOf('aliases', {
  ...sized([300, 1_500, 4_000], {
    'of a dashboard': (n) =>
      query(`{ ${times(n, (at) => `a${at}: dashboard(under: "990200", period: "2022") { branches }`)} }`),
    'of a replay': (n) =>
      query(`{ ${times(n, (at) => `a${at}: replay(branchId: "B", scheme: "s") { intact: agreesWithReadModel }`)} }`),
    'of a page': (n) =>
      query(`{ ${times(n, (at) => `a${at}: branches(under: "990200", first: 200) { totalCount }`)} }`),
    'of the same with other arguments': (n) => query(`{ ${times(n, (at) => `a: organization(id: "${at}") { id }`)} }`),
    'of nothing': (n) => query(`{ ${times(n, (at) => `a${at}: nothing`)} }`),
    'of a mutation': (n) =>
      query(
        `mutation { ${times(n, (at) => `a${at}: dissolveOrganization(input: { organizationId: "${at}" }) { commandId }`)} }`,
      ),
    'that differ in one place each': (n) =>
      query(within(times(n, (at) => `a: children(first: ${at % 200}) { totalCount }`))),
    'the same field': (n) => query(within(times(n, () => 'name'))),
    'the same fields within each other': (n) =>
      query(within(times(Math.min(n, 1_000), () => 'parent { parent { name } }'))),
  }),
  'longer than a name': query(`{ ${'a'.repeat(90_000)}: __typename }`),
  'of __typename': query(
    `{ ${times(4_000, (at) => `a${at}: __typename`)} branches(under: "990200", first: 200) { edges { node { ${times(200, (at) => `b${at}: __typename`)} } } } }`,
  ),
});

const spreads = (count: number, spread: number): string =>
  `{ ${ROOT} { ...F0 } } ${times(count, (at) => `fragment F${at} on Organization { ${times(spread, () => `...F${at + 1}`)} }`)} fragment F${count} on Organization { id }`;

const fragments = kindOf('fragments', {
  ...sized([12, 25, 60, 150], {
    'each spreads the next twice': (n) => query(`${spreads(n, 2)} fragment Unused on Organization { nothing }`),
    'each spreads the next ten times': (n) => query(`${spreads(n, 10)} fragment Unused on Organization { nothing }`),
    'each selects the next twice': (n) =>
      query(
        `{ ${ROOT} { ...F0 } } ${times(n, (at) => `fragment F${at} on Organization { parent { ...F${at + 1} } parent { ...F${at + 1} } }`)} fragment F${n} on Organization { id name: code name }`,
      ),
    'each by two names': (n) =>
      query(
        `{ ${ROOT} { ...F0 } } ${times(n, (at) => `fragment F${at} on Organization { a: parent { ...F${at + 1} } b: parent { ...F${at + 1} } }`)} fragment F${n} on Organization { id }`,
      ),
    'a circle of': (n) =>
      query(
        `{ ${ROOT} { ...F0 } } ${times(n, (at) => `fragment F${at} on Organization { parent { ...F${(at + 1) % n} } }`)}`,
      ),
    'each spreads every other': (n) =>
      query(
        `{ ${ROOT} { ...F0 } } ${times(n, (at) => `fragment F${at} on Organization { ${times(n, (other) => `...F${other}`)} }`)}`,
      ),
    'on types that do not fit': (n) =>
      query(within(times(n, (at) => `...G${at}`)) + times(n, (at) => ` fragment G${at} on Nothing${at} { id }`)),
    'that nobody uses': (n) => query(`{ __typename } ${times(n, (at) => `fragment U${at} on Organization { id }`)}`),
    'spread where there are none': (n) => query(within(times(n * 10, (at) => `...Gone${at}`))),
  }),
  'one that spreads itself': query(`{ ${ROOT} { ...F } } fragment F on Organization { ...F }`),
  'one that selects itself': query(`{ ${ROOT} { ...F } } fragment F on Organization { parent { ...F ...F } }`),
  'of one name': query(`{ ${ROOT} { ...F } } ${times(190, () => 'fragment F on Organization { id }')}`),
});

const directives = kindOf('directives', {
  ...sized([100, 1_000, 2_400], {
    'unknown, on one field': (n) => query(within(`id ${times(n, (at) => `@d${at}`)}`)),
    'the same, on one field': (n) => query(within(`id ${times(n, () => '@include(if: true)')}`)),
    'on fields side by side': (n) => query(within(times(n, (at) => `a${at}: id @skip(if: 3)`))),
    'with unknown arguments': (n) => query(within(`id @include(${times(n, (at) => `a${at}: 1`)})`)),
    'on the operation': (n) => query(`query ${times(n, () => '@skip(if: true)')} { __typename }`),
    'on variables': (n) => query(`query ($a: Int ${times(n, () => '@d')}) { __typename }`),
  }),
  'where none may stand': query(
    `query @include(if: true) { __typename } fragment F on Organization @skip(if: true) { id }`,
  ),
  '@defer': query(within('... @defer { id }')),
  '@stream': query('{ branches(under: "P") { edges @stream(initialCount: 1) { cursor } } }'),
});

const selections = kindOf('unknown fields', {
  ...sized([30, 1_000, 4_900], {
    'much like known ones': (n) => query(within(times(n, (at) => `nam${at}`))),
    'of the root': (n) => query(`{ ${times(n, (at) => `dashbord${at}`)} }`),
    'of mutations': (n) => query(`mutation { ${times(n, (at) => `registerOrganisation${at}`)} }`),
    'with arguments': (n) =>
      query(`{ ${times(Math.ceil(n / 6), (at) => `a${at}: dashboard(undr: "P") { branches }`)} }`),
    'below leaves': (n) => query(within(times(n, (at) => `a${at}: id { b }`))),
    'without what they need': (n) => query(`{ ${times(n, (at) => `a${at}: branches`)} }`),
    'of input objects': (n) =>
      query(`{ branches(under: "P", filter: { ${times(Math.ceil(n / 2), (at) => `grad${at}: 1`)} }) { totalCount } }`),
    'as options that there are not': (n) =>
      query(`{ branches(under: "P", filter: { grade: [${times(n, (at) => `A${at}`)}] }) { totalCount } }`),
  }),
  'with a name of 90,000 letters': query(`{ ${'dashboard'.repeat(10_000)} }`),
  'with arguments of 90,000 letters': query(`{ branches(under: "P", ${'filter'.repeat(15_000)}: 1) { totalCount } }`),
  'of a type of 90,000 letters': query(`query ($a: ${'Int'.repeat(30_000)}) { __typename }`),
});

const operations = kindOf('operations', {
  ...sized([50, 190, 2_000], {
    'side by side': (n) => query(times(n, (at) => `query Q${at} { __typename }`)),
    'of one name': (n) =>
      query(
        times(n, () => 'query Q { __typename }'),
        {},
        { operationName: 'Q' },
      ),
    'without a name': (n) => query(times(n, () => '{ __typename }')),
    'each with every fragment': (n) =>
      query(
        `${times(Math.min(n, 90), (at) => `query Q${at} { ${ROOT} { ...F0 } }`)} ${times(Math.min(n, 90), (at) => `fragment F${at} on Organization { ${at + 1 < Math.min(n, 90) ? `...F${at + 1}` : 'id'} name }`)}`,
      ),
  }),
  'a subscription': query('subscription { changes { id } }'),
  'a subscription beside a query': query(
    'query A { __typename } subscription B { changes { id } }',
    {},
    { operationName: 'A' },
  ),
  'one that is not there': query('query A { __typename }', {}, { operationName: 'B' }),
  'a name of 200,000 letters': query('query A { __typename }', {}, { operationName: 'B'.repeat(200_000) }),
  'a type': query('type A { b: Int }'),
  'a schema': query('schema { query: A } type A { b: Int } extend type A { c: Int }'),
});

const texts = kindOf('texts', {
  ...sized([1_000, 60_000, 99_000], {
    escapes: (n) => query(`{ organization(id: "${'\\u0041'.repeat(n / 6)}") { nothing } }`),
    'escapes that are none': (n) => query(`{ organization(id: "${'\\q'.repeat(n / 2)}") { id } }`),
    'a block': (n) => query(`{ organization(id: """${' \n'.repeat(n / 2)}""") { nothing } }`),
    comments: (n) => query(`${'#\n'.repeat(n / 2)} { nothing }`),
    commas: (n) => query(`{ ${','.repeat(n)} nothing }`),
    'a whole number': (n) => query(`{ branches(under: "P", first: ${'9'.repeat(n)}) { totalCount } }`),
    'a fraction': (n) => query(`{ branches(under: "P", first: 1.${'9'.repeat(n)}e${'9'.repeat(9)}) { totalCount } }`),
    'halves of surrogates': (n) => query(`{ organization(id: "${'\\uD800'.repeat(n / 6)}") { id } }`),
    'what never ends': (n) => query(`{ organization(id: "${'a'.repeat(n)}`),
    'what is no GraphQL': (n) => query(`${'?'.repeat(n)}`),
    'byte order marks': (n) => query(`${'\uFEFF'.repeat(n)} { nothing }`),
    'an organization': (n) =>
      query(`{ organization(id: "${'支'.repeat(n)}") { id } branches(under: "${'支'.repeat(10)}") { totalCount } }`),
  }),
  nothing: query(''),
  'a space': query(' '),
  NUL: query('{ organization(id: "\\u0000") { id } }'),
  'NUL itself': query('{ organization(id: "\0") { id } }'),
});

export const graphqlDocuments: readonly Hostile[] = [
  depth,
  aliases,
  fragments,
  directives,
  selections,
  operations,
  texts,
].flat();

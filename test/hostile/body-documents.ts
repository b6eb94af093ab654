import { type Hostile, kindOf, posted, query, sized, through, times } from './document.ts';

const ASKED = JSON.stringify({ query: '{ __typename }' });

const encodings = kindOf('encodings', {
  ...Object.fromEntries(
    ['iso-8859-1', 'utf-7', 'gb2312', 'ibm500', 'nothing', 'utf-8;charset=utf-7', `x${'y'.repeat(5_000)}`].map(
      (charset) =>
        [
          `charset ${charset.slice(0, 30)}`,
          posted('/graphql', ASKED, { 'content-type': `application/json; charset=${charset}` }),
        ] as const,
    ),
  ),
  ...Object.fromEntries(
    [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/graphql',
      'text/xml',
      'nonsense',
      'application/json, text/plain',
    ].map((type) => [`content type ${type}`, posted('/graphql', ASKED, { 'content-type': type })] as const),
  ),
  'no content type': { path: '/graphql', body: ASKED, headers: {} },
  'UTF-16 called UTF-8': posted('/graphql', Buffer.from(ASKED, 'utf16le')),
  'no UTF-8': posted(
    '/graphql',
    Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), Buffer.from('"}')]),
  ),
  'a NUL byte': posted('/graphql', '{"query":"{ nothing }"}\0'),
  ...Object.fromEntries(
    [
      '{',
      '',
      'null',
      '7',
      '"text"',
      '[]',
      '[{"query":"{ __typename }"}]',
      '{"query":7}',
      '{"query":{"kind":"Document"}}',
      '{"query":["{ __typename }"]}',
      '{"extensions":7,"query":"{ a }"}',
      "{'query':1}",
      'NaN',
      '{"query":"{ a }",}',
    ].map((body) => [`the body ${body}`, posted('/graphql', body)] as const),
  ),
  'persisted by a hash': posted(
    '/graphql',
    JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
  ),
  'persisted in another version': query(
    '{ __typename }',
    {},
    { extensions: { persistedQuery: { version: 2, sha256Hash: 7 } } },
  ),
  'extensions of 20,000 keys': posted(
    '/graphql',
    `{"query":"{ nothing }","extensions":{${times(20_000, (at) => `"k${at}":1`, ',')}}}`,
  ),
});

const sizes = kindOf('sizes', {
  ...sized([263_000, 2_500_000, 9_000_000], {
    'a query': (n) => query(`{ __typename } #${'x'.repeat(n)}`),
    'a query of fields': (n) => query(`{ ${'a '.repeat(n / 2)}}`),
    'white space': (n) => posted('/graphql', `${' '.repeat(n)}${ASKED}`),
    'a list': (n) => posted('/graphql', `{"query":"{ a }","variables":{"a":[${'1,'.repeat(n / 2)}1]}}`),
    brackets: (n) => posted('/graphql', '['.repeat(n)),
  }),
  'a target of 15,000 letters': { path: `/graphql?query=${'a'.repeat(15_000)}` },
  'a target of 40,000 letters': { path: `/graphql?query=${'a'.repeat(40_000)}` },
  'a header of 40,000 letters': {
    ...posted('/graphql', ASKED),
    headers: { 'content-type': 'application/json', cookie: 'a'.repeat(40_000) },
  },
  '150 headers': {
    ...posted('/graphql', ASKED),
    headers: Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`x-${at}`, '1'])),
  },
  '1,900 headers': {
    ...posted('/graphql', ASKED),
    headers: Object.fromEntries(Array.from({ length: 1_900 }, (_, at) => [`x${at}`, ''])),
  },
  'a language of 15,000 letters': { path: '/nowhere', headers: { 'accept-language': times(3_000, () => 'zh;q', ',') } },
  'parameters by the thousand': { path: `/graphql?${times(3_000, (at) => `a${at}`, '&')}` },
  'parameters within parameters': { path: `/graphql?query${'[a]'.repeat(3_000)}=1` },
});

const batching = kindOf('batching', {
  ...sized([2, 100, 5_000], {
    'operations in a list': (n) => posted('/graphql', `[${times(n, () => ASKED, ',')}]`),
    'lists in a list': (n) => posted('/graphql', `[${times(n, () => `[${ASKED}]`, ',')}]`),
  }),
  'a list in GET': { path: `/graphql?query=${encodeURIComponent('{ a }')}&query=${encodeURIComponent('{ b }')}` },
  'an operation beside a list': posted(
    '/graphql',
    '{"query":"{ __typename }","0":{"query":"{ a }"},"length":1,"operationName":"x"}',
  ),
});

const bomb = Buffer.alloc(64 << 20, 32);
const bombs = kindOf('compression', {
  ...Object.fromEntries(
    (['gzip', 'deflate', 'br'] as const).flatMap((encoding) => [
      [
        `64 MB of spaces by ${encoding}`,
        posted('/graphql', through(bomb, encoding), { 'content-encoding': encoding }),
      ] as const,
      [
        `64 MB for a command by ${encoding}`,
        posted('/commands', through(bomb, encoding), { 'content-encoding': encoding }),
      ] as const,
      [`what is not ${encoding}`, posted('/graphql', ASKED, { 'content-encoding': encoding })] as const,
      [
        `half of ${encoding}`,
        posted('/graphql', through(Buffer.from(`{"query":"{ ${'a '.repeat(5_000)}}"}`), encoding).subarray(0, 20), {
          'content-encoding': encoding,
        }),
      ] as const,
    ]),
  ),
  'gzip within gzip': posted('/graphql', through(bomb, 'gzip', 'gzip'), { 'content-encoding': 'gzip, gzip' }),
  'gzip within br within deflate': posted('/graphql', through(bomb, 'gzip', 'br', 'deflate'), {
    'content-encoding': 'gzip, br, deflate',
  }),
  'gzip a hundred times': posted('/graphql', ASKED, { 'content-encoding': times(100, () => 'gzip', ', ') }),
  'by nothing known': posted('/graphql', ASKED, { 'content-encoding': 'zstd' }),
  compress: posted('/graphql', ASKED, { 'content-encoding': 'compress' }),
});

export const bodyDocuments: readonly Hostile[] = [encodings, sizes, batching, bombs].flat();

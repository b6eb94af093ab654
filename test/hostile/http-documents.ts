import { type Hostile, kindOf, posted, query, type Said, times } from './document.ts';

const ASKED = JSON.stringify({ query: '{ __typename }' });
const MUTATION = 'mutation { dissolveOrganization(input: { organizationId: "990200" }) { commandId } }';
const raw = (...lines: readonly string[]): Said => ({ path: '/graphql', raw: lines.join('\r\n') });
const post = (...headers: readonly string[]): readonly string[] => [
  'POST /graphql HTTP/1.1',
  'Host: HOST',
  'Content-Type: application/json',
  ...headers,
];
const length = `Content-Length: ${ASKED.length}`;

const GET = (text: string, headers: Readonly<Record<string, string>> = {}): Said => ({
  path: `/graphql?query=${encodeURIComponent(text)}`,
  headers,
});
const form = (type: string): Said =>
  posted('/commands/DissolveOrganization', '{"data":{"organizationId":"990200","effectiveOn":"2023-01-01"}}', {
    'content-type': type,
  });

const csrf = kindOf('CSRF', {
  'a query by GET, as an image would': GET('{ __typename }'),
  'a query by GET, as a script would': GET('{ __typename }', { accept: '*/*', 'sec-fetch-site': 'cross-site' }),
  'a mutation by GET': GET(MUTATION),
  'a mutation by GET with the header': GET(MUTATION, { 'apollo-require-preflight': '1' }),
  'a mutation as text': posted('/graphql', JSON.stringify({ query: MUTATION }), { 'content-type': 'text/plain' }),
  'a mutation as a form': posted('/graphql', `query=${encodeURIComponent(MUTATION)}`, {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  'a mutation without a type': { path: '/graphql', body: JSON.stringify({ query: MUTATION }) },
  'a command as text': form('text/plain'),
  'a command as text called JSON': form('text/plain; application/json'),
  'a command as a form': form('application/x-www-form-urlencoded'),
  'a command as a file': form('multipart/form-data; boundary=a'),
  ...Object.fromEntries(
    [
      'http://evil.example',
      'https://evil.example:4000',
      'null',
      'http://localhost:1',
      'http://localhost.evil.example',
      'file://',
      'chrome-extension://abc',
      'http://127.0.0.1@evil.example',
      'http://127.0.0.1.evil.example:4000',
      'http://[::ffff:7f00:1]:9',
      '',
      'nonsense',
    ].map(
      (origin) =>
        [
          `a command from a page of ${origin || 'nothing'}`,
          { ...form('application/json'), headers: { 'content-type': 'application/json', origin } },
        ] as const,
    ),
  ),
  'a query from a page of another': {
    ...query('{ __typename }'),
    headers: { 'content-type': 'application/json', origin: 'http://evil.example' },
  },
  'asked before by another': {
    method: 'OPTIONS',
    path: '/graphql',
    headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
  },
});

const foreign = [
  'evil.example',
  'evil.example:4000',
  'localhost.evil.example',
  '10.0.0.7',
  '192.168.1.2:4000',
  '0.0.0.0',
  '[::2]',
  '2130706433',
  '127.0.0.1.nip.io',
  'localhost:4000@evil.example',
  'rebind.network',
  'a'.repeat(3_000),
];
const rebinding = kindOf('rebinding', {
  ...Object.fromEntries(
    foreign.flatMap((host) => [
      [
        `a query at ${host.slice(0, 40)}`,
        { ...query('{ __typename }'), headers: { 'content-type': 'application/json', host } },
      ] as const,
      [`the page at ${host.slice(0, 40)}`, { path: '/graphql', headers: { host, accept: 'text/html' } }] as const,
      [
        `a command at ${host.slice(0, 40)}`,
        { ...form('application/json'), headers: { 'content-type': 'application/json', host } },
      ] as const,
    ]),
  ),
  metrics: { path: '/metrics' },
  'metrics of a service': { path: '/services/assessment/metrics' },
  'metrics at another': { path: '/metrics', headers: { host: 'evil.example' } },
  'health at another': { path: '/health/ready', headers: { host: 'evil.example' } },
  'a log at another': { path: '/services/assessment/log', headers: { host: 'evil.example' } },
  'a log without a token': { path: '/services/assessment/log' },
  'streams without a token': { path: '/services/assessment/streams?prefix=grading' },
  'a command at a service, without a token': posted(
    '/services/organization/commands/RegisterOrganization',
    `{"data":"${'x'.repeat(200_000)}"}`,
  ),
  'a batch at a service, without a token': posted(
    '/services/organization/commands',
    `{"commands":[${times(40_000, () => '"x"', ',')}]}`,
  ),
  'eight megabytes at a service, without a token': posted('/services/organization/commands', 'x'.repeat(8_000_000)),
  'two hosts': raw(
    'POST /graphql HTTP/1.1',
    'Host: HOST',
    'Host: evil.example',
    'Content-Type: application/json',
    length,
    '',
    ASKED,
  ),
  'one host twice': raw(
    'POST /graphql HTTP/1.1',
    'Host: HOST',
    'Host: HOST',
    'Content-Type: application/json',
    length,
    '',
    ASKED,
  ),
  'no host': raw('POST /graphql HTTP/1.1', 'Content-Type: application/json', length, 'Connection: close', '', ASKED),
  'no host, in an old version': raw('GET /graphql HTTP/1.0', '', ''),
  'an empty host': raw('GET /graphql HTTP/1.1', 'Host:', '', ''),
  'a target of another': raw('GET http://evil.example/graphql HTTP/1.1', 'Host: HOST', 'Connection: close', '', ''),
  'another host, a target of ours': raw(
    'GET http://HOST/graphql HTTP/1.1',
    'Host: evil.example',
    'Connection: close',
    '',
    '',
  ),
});

const chunks = ['2', '{}', '0', '', ''];
const smuggling = kindOf('smuggling', {
  'a length and chunks': raw(...post(length, 'Transfer-Encoding: chunked'), '', ...chunks),
  'two lengths': raw(...post(length, 'Content-Length: 5'), '', ASKED),
  'a length below nothing': raw(...post('Content-Length: -1'), '', ASKED),
  'a length in words': raw(...post('Content-Length: ten'), '', ASKED),
  'a length beyond all': raw(...post('Content-Length: 99999999999999999999999'), '', ASKED),
  'an encoding that is none': raw(...post('Transfer-Encoding: xchunked'), '', ...chunks),
  'chunks, identity': raw(...post('Transfer-Encoding: chunked, identity'), '', ...chunks),
  'an encoding after a space': raw(...post('Transfer-Encoding : chunked'), '', ...chunks),
  'chunks of no size': raw(...post('Transfer-Encoding: chunked'), '', 'zz', '{}', '0', '', ''),
  'chunks of a size beyond all': raw(...post('Transfer-Encoding: chunked'), '', 'ffffffffffffffffff', '{}', ''),
  'an extension of 20,000 letters': raw(
    ...post('Transfer-Encoding: chunked'),
    '',
    `2;${'x'.repeat(20_000)}`,
    '{}',
    '0',
    '',
    '',
  ),
  'trailers by the thousand': raw(
    ...post('Transfer-Encoding: chunked'),
    '',
    '2',
    '{}',
    '0',
    times(2_000, (at) => `x${at}: 1`, '\r\n'),
    '',
    '',
  ),
  'a folded header': raw('GET /graphql HTTP/1.1', 'Host: HOST', 'X: a', ' b', '', ''),
  'a header without a name': raw('GET /graphql HTTP/1.1', 'Host: HOST', ': a', '', ''),
  'a NUL in a header': raw('GET /graphql HTTP/1.1', 'Host: HOST', 'X: a\0b', '', ''),
  'a bare carriage return': raw('GET /graphql HTTP/1.1', 'Host: HOST', 'X: a\rHost: evil', '', ''),
  'no HTTP': raw('\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', '', ''),
  'HTTP/2 at once': raw('PRI * HTTP/2.0', '', 'SM', '', ''),
  'HTTP/9.9': raw('GET /graphql HTTP/9.9', 'Host: HOST', '', ''),
  'a method that there is not': raw('FETCH /graphql HTTP/1.1', 'Host: HOST', '', ''),
  'an expectation': raw(...post(length, 'Expect: the-best'), '', ASKED),
  'a path with a NUL': { path: '/commands/%00' },
  'a path that is none': {
    path: '/commands/%ff',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  },
  'a path upwards': { path: '/explorer/..%2f..%2f..%2fetc%2fpasswd' },
  'a path of dots': raw('GET /../../../etc/passwd HTTP/1.1', 'Host: HOST', 'Connection: close', '', ''),
  ...Object.fromEntries(
    ['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'].map(
      (method) => [`${method}`, { method, path: '/graphql' }] as const,
    ),
  ),
});

const slow = kindOf('slow clients', {
  'headers that never end': { path: '/', isSlow: true, raw: 'POST /graphql HTTP/1.1\r\nHost: HOST\r\nX: ' },
  'a body that never comes': {
    path: '/',
    isSlow: true,
    raw: `${post('Content-Length: 1000').join('\r\n')}\r\n\r\n{"query":`,
  },
  'chunks that never end': {
    path: '/',
    isSlow: true,
    raw: `${post('Transfer-Encoding: chunked').join('\r\n')}\r\n\r\n1\r\n{\r\n`,
  },
  nothing: { path: '/', isSlow: true, raw: '' },
});

export const httpDocuments: readonly Hostile[] = [csrf, rebinding, smuggling, slow].flat();

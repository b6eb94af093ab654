import { type Hostile, kindOf, posted, query, type Said, sized } from './document.ts';

const SECRET = 'x'.repeat(43);
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const json = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Said =>
  posted(path, JSON.stringify(body), headers);
const form = (path: string, body: string): Said => posted(path, body, FORM);
const logIn = (body: unknown): Said => json('/log-in', body);
const right = { login: 'zhang', password: 'Correct-horse-9' };

/** Every wrong shape of what a form or a program sends, at each door by which one comes in. */
const shapes = (path: string, whole: Readonly<Record<string, unknown>>): Readonly<Record<string, Said>> => {
  const [first = ''] = Object.keys(whole);
  return {
    [`${path}: nothing`]: json(path, {}),
    [`${path}: no JSON`]: posted(path, '{"login":'),
    [`${path}: a list`]: json(path, [whole]),
    [`${path}: a number for a text`]: json(path, { ...whole, [first]: 5 }),
    [`${path}: an operator of another database for a text`]: json(path, { ...whole, [first]: { $ne: null } }),
    [`${path}: a list for a text`]: json(path, { ...whole, [first]: ['a', 'b'] }),
    [`${path}: a field too many`]: json(path, { ...whole, role: 'operator' }),
    [`${path}: a prototype`]: posted(path, `{"__proto__":{"${first}":"a"},"constructor":{}}`),
    [`${path}: a field twice in a form`]: form(path, `${first}=a&${first}=b`),
    [`${path}: brackets in a form`]: form(path, `${first}[$ne]=`),
    [`${path}: fifty fields in a form`]: form(path, 'a=1&'.repeat(50)),
    [`${path}: a form of bytes that are no text`]: form(path, `${first}=%ff%fe&%00=%00`),
    [`${path}: overlong texts`]: json(
      path,
      Object.fromEntries(Object.keys(whole).map((name) => [name, 'x'.repeat(600)])),
    ),
    [`${path}: too much`]: json(path, { ...whole, [first]: 'x'.repeat(9_000) }),
    [`${path}: a file`]: posted(path, '--a\r\n\r\n--a--', { 'content-type': 'multipart/form-data; boundary=a' }),
    [`${path}: text`]: posted(path, 'login=a', { 'content-type': 'text/plain' }),
    [`${path}: from a page of another`]: json(path, whole, { origin: 'http://evil.example' }),
    [`${path}: from a page of nobody`]: json(path, whole, { origin: 'null' }),
  };
};

const doors = kindOf('doors by which one comes in', {
  ...shapes('/log-in', right),
  ...shapes('/set-up', { token: SECRET, password: right.password }),
  ...shapes('/set-up/administrators', { token: SECRET, login1: 'a', password1: right.password }),
  ...shapes('/step-up', { password: right.password }),
  ...shapes('/second-factor', { password: right.password, oneTimePassword: '000000' }),
  'a login that nobody has': logIn(right),
  'a NUL for a login': logIn({ login: 'zh\0ang', password: '\0' }),
  'an overlong way back': logIn({ ...right, login: 5, to: `/${'a'.repeat(5_000)}` }),
  'a set-up link that nobody made': json('/set-up', { token: SECRET, password: right.password }),
  'a set-up link of a NUL': json('/set-up', { token: '\0', password: right.password }),
  'administrators by a link that nobody made': json('/set-up/administrators', {
    token: SECRET,
    ...Object.fromEntries(
      [1, 2, 3].flatMap((at) => [
        [`login${at}`, `a${at}`],
        [`password${at}`, right.password],
      ]),
    ),
  }),
  'a step-up without a session': json('/step-up', { password: right.password }),
  'a second factor without a session': json('/second-factor', { password: right.password, oneTimePassword: '000000' }),
});

const asking = (headers: Readonly<Record<string, string>>): Said => {
  const said = query('{ __typename }');
  return { ...said, headers: { ...said.headers, ...headers } };
};
const byHand = (...headers: readonly string[]): Said => ({
  path: '/graphql',
  raw: ['GET /audit?under=990200 HTTP/1.1', 'Host: HOST', 'Connection: close', ...headers, '', ''].join('\r\n'),
});

const proofs = kindOf('cookies and tokens', {
  ...sized([0, 1, 42, 43, 44, 4_000], {
    'a cookie of a session that is none': (size) => asking({ cookie: `zhibu=${'x'.repeat(size)}` }),
    'a token that is none': (size) => asking({ authorization: `Bearer ${'x'.repeat(size)}` }),
  }),
  'a cookie of other characters': asking({ cookie: "zhibu='; DROP TABLE session; --" }),
  'a cookie in percents': asking({ cookie: 'zhibu=%00%0d%0aset-cookie:%20a=b' }),
  'two cookies of one name': asking({ cookie: `zhibu=${SECRET}; zhibu=${SECRET}` }),
  'a cookie beside a token': asking({ cookie: `zhibu=${SECRET}`, authorization: `Bearer ${SECRET}` }),
  'a token of another scheme': asking({ authorization: `Basic ${SECRET}` }),
  'a token without a scheme': asking({ authorization: SECRET }),
  'a token of a service': asking({ authorization: `Bearer ${SECRET}.${SECRET}.${SECRET}` }),
  'a token of nothing': asking({ authorization: 'Bearer' }),
  'a token of null': asking({ authorization: 'Bearer null' }),
  'a token at the door of commands': json(
    '/commands/DissolveOrganization',
    { data: {} },
    { authorization: `Bearer ${SECRET}` },
  ),
  'a token at the door of audits': { path: '/audit?under=990200', headers: { authorization: `Bearer ${SECRET}` } },
  'a cookie at the door of commands': json('/commands', { commands: [] }, { cookie: `zhibu=${SECRET}` }),
  'two tokens': byHand(`Authorization: Bearer ${SECRET}`, `Authorization: Bearer ${SECRET}`),
  'a token in two lines': byHand(`Authorization: Bearer ${SECRET}`, 'authorization: Basic eDp5'),
  ...Object.fromEntries(
    ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'].map(
      (name) => [`whoever says of himself that he was passed on: ${name}`, asking({ [name]: '127.0.0.1' })] as const,
    ),
  ),
});

export const logInDocuments: readonly Hostile[] = [doors, proofs].flat();

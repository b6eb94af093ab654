import { command, type Hostile, kindOf, posted, query, type Said, sized, times } from './document.ts';

const registration = {
  code: '990200-SZGW-901',
  kind: 'unit',
  parentId: '990200-SZGW',
  name: '新部门',
  openedOn: '2020-01-01',
};
const registered = (changed: object): Said => command('RegisterOrganization', { ...registration, ...changed });
const renamed = (changed: object): Said =>
  query('mutation ($input: RenameOrganizationInput!) { renameOrganization(input: $input) { commandId } }', {
    input: { organizationId: '990200-SZGW-001', effectiveOn: '2023-01-01', name: '更名', ...changed },
  });
const named = { 'zhibu-operator': 'P-1' };
const rating = (entries: unknown): object => ({
  branchId: 'B',
  scheme: 'classification',
  period: '2022',
  rater: 'self',
  entries,
});

const kinds = kindOf('wrong kinds', {
  ...Object.fromEntries(
    [
      '"text"',
      '7',
      'null',
      'true',
      '[]',
      '["a"]',
      '[[[[]]]]',
      `"${'x'.repeat(200_000)}"`,
      `[${times(60_000, () => '1', ',')}]`,
    ].flatMap((body) => [
      [`a command that is ${body.slice(0, 12)}`, posted('/commands/RegisterOrganization', body)] as const,
      [`data that is ${body.slice(0, 12)}`, posted('/commands/RegisterOrganization', `{"data":${body}}`)] as const,
      [`commands that are ${body.slice(0, 12)}`, posted('/commands', `{"commands":{"0":${body}}}`)] as const,
      [`a batch that is ${body.slice(0, 12)}`, posted('/commands', body)] as const,
      [`a name that is ${body.slice(0, 12)}`, registered({ name: body === '"text"' ? {} : JSON.parse(body) })] as const,
      [
        `an input that is ${body.slice(0, 12)}`,
        renamed({ name: body === '"text"' ? [] : JSON.parse(body.replace(/^"x+"$/, '[]')) }),
      ] as const,
    ]),
  ),
  'a command that nobody knows': command('Nothing', {}),
  'a name of 10,000 letters': posted(`/commands/${'x'.repeat(10_000)}`, '{}'),
  'another name beside it': posted('/commands/RegisterOrganization', JSON.stringify({ name: 'X', dta: registration })),
  'an id that is none': posted(
    '/commands/RegisterOrganization',
    JSON.stringify({ commandId: { a: 1 }, data: registration }),
  ),
  'a revision in words': posted(
    '/commands/RegisterOrganization',
    JSON.stringify({ expectedRevision: 'one', data: registration }),
  ),
  __proto__: posted('/commands/RegisterOrganization', '{"__proto__":{"data":{}},"constructor":1}'),
});

const large = kindOf('large commands', {
  ...sized([201, 2_000, 20_000], {
    'keys of the data': (n) =>
      posted('/commands/RegisterOrganization', `{"data":{${times(n, (at) => `"k${at}":1`, ',')}}}`),
    'keys of the command': (n) => posted('/commands/RegisterOrganization', `{${times(n, (at) => `"k${at}":1`, ',')}}`),
    'entries that are wrong': (n) => command('SubmitRating', rating(Array.from({ length: n }, () => 7))),
    'entries that are empty': (n) => command('SubmitRating', rating(Array.from({ length: n }, () => ({})))),
    'entries with what is unknown': (n) =>
      command('SubmitRating', rating(Array.from({ length: Math.min(n, 5_000) }, () => ({ a: 1, b: 2 })))),
    levels: (n) => posted('/commands/RegisterOrganization', `{"data":{"name":${'['.repeat(n)}${']'.repeat(n)}}}`),
    'levels of objects': (n) =>
      posted('/commands/RegisterOrganization', `{"data":${'{"data":'.repeat(n)}1${'}'.repeat(n)}}`),
    'letters of a key': (n) => posted('/commands/RegisterOrganization', `{"data":{"${'k'.repeat(n * 10)}":1}}`),
  }),
  ...sized([260_000, 2_300_000, 7_900_000], {
    'a text': (n) => registered({ name: 'x'.repeat(n) }),
    'a batch from nobody': (n) =>
      posted('/commands', `{"commands":[{"name":"RegisterOrganization","data":{"a":[${'1,'.repeat(n / 2)}1]}}]}`),
  }),
  '501 commands': posted('/commands', `{"commands":[${times(501, () => '{}', ',')}]}`, named),
  '100,000 commands': posted('/commands', `{"commands":[${times(100_000, () => '1', ',')}]}`, named),
  'a command of 40,000 values in a batch': posted(
    '/commands',
    `{"commands":[{"data":[${times(40_000, () => '1', ',')}]}]}`,
    named,
  ),
});

const unseen = kindOf(
  'what nobody sees',
  Object.fromEntries(
    Object.entries({
      'zero-width space': '\u200B',
      'zero-width joiner': '\u200D',
      'right to left': '\u202E',
      isolate: '\u2066',
      'byte order mark': '\uFEFF',
      'soft hyphen': '\u00AD',
      'Arabic mark': '\u061C',
      filler: '\u3164',
      bell: '\u0007',
      delete: '\u007F',
      'next line': '\u0085',
      'line separator': '\u2028',
      NUL: '\0',
      'half a pair': '\uD800',
      'private use': '\uE000',
    }).flatMap(([name, character]) => [
      [`${name} in a name`, registered({ name: `机关${character}支部` })] as const,
      [`${name} in a code`, registered({ code: `99${character}0200` })] as const,
      [`${name} in a name by GraphQL`, renamed({ name: `机关${character}支部` })] as const,
      [
        `${name} in a person`,
        {
          ...registered({}),
          headers: {
            'content-type': 'application/json',
            'zhibu-operator': encodeURIComponent(character.isWellFormed() ? `a${character}b` : '\0'),
          },
        },
      ] as const,
    ]),
  ),
);

const numbers = kindOf('numbers of persons', {
  ...Object.fromEntries(
    ['110101199001011234', '11010119900307123X', '13812345678', '86 139 1234 5678', '１３８１２３４５６７８'].flatMap(
      (number) => [
        [`${number} in a name`, registered({ name: `联系人${number}` })] as const,
        [`${number} in a code`, registered({ code: number.replaceAll(' ', '') })] as const,
        [`${number} in a name by GraphQL`, renamed({ name: `联系人${number}` })] as const,
        [
          `${number} in a reason`,
          command('DismissProblem', {
            problemId: '00000000-0000-4000-8000-000000000000',
            because: 'not-a-problem',
            reason: `电话${number}`,
          }),
        ] as const,
      ],
    ),
  ),
  'a mobile number for a person': command('AssignLiaison', { personId: '13812345678' }),
  'an identity number for a person': command('AssignLiaison', { personId: '110101199001011234' }),
  'a mobile number for a command': posted(
    '/commands/RegisterOrganization',
    JSON.stringify({ commandId: '13812345678', data: registration }),
  ),
});

const ofDraw = { drawId: 'D1', bodyId: '990200-SZGW' };
const revealed = (nonce: unknown, more: object = {}): Said => command('RevealSeed', { ...ofDraw, nonce, ...more });
const committed = (commitment: unknown): Said => command('CommitSeed', { ...ofDraw, commitment });
const holiday = (from: string, through: string): Said =>
  command('PublishWorkingDays', {
    year: '2030',
    holidays: [{ says: '国庆节', from, through }],
    workdays: [],
    basis: { documentNo: '示例〔2029〕1号' },
    checked: true,
  });

const draws = kindOf('draws and calendars', {
  'a nonce of 31 bytes': revealed('11'.repeat(31)),
  'a nonce of 33 bytes': revealed('11'.repeat(33)),
  'a nonce in capitals': revealed('AB'.repeat(32)),
  'a nonce that is a number': revealed(11),
  'a nonce of 7 million letters': revealed('1'.repeat(7_000_000)),
  'a nonce beside a commitment': revealed('11'.repeat(32), { commitment: '22'.repeat(32) }),
  'a nonce for a draw that there is not': revealed('11'.repeat(32)),
  'a commitment of 31 bytes': committed('22'.repeat(31)),
  'a commitment to a draw that there is not': committed('22'.repeat(32)),
  'a sample of more than there are anywhere': command('AnnounceDraw', {
    drawId: 'D1',
    under: '990200-SZGW',
    bodies: ['990200', '990200-SZGW'],
    sample: 1_000_000_000,
    commitBy: '2030-01-01',
  }),
  'a holiday of another year': holiday('2031-10-01', '2031-10-07'),
  'a holiday that ends before it begins': holiday('2030-10-07', '2030-10-01'),
});

export const commandDocuments: readonly Hostile[] = [kinds, large, unseen, numbers, draws].flat();

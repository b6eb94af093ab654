import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { commandCatalogue, fieldWords, inputWords, issueWords, placeWords } from './index.ts';

interface Schema {
  readonly [keyword: string]: unknown;
}

/** The names of all fields within a JSON Schema. */
function fieldsIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, ...rest } = schema as Schema;
  const own = Object.entries(Object(properties)).flatMap(([name, inner]) => [name, ...fieldsIn(inner)]);
  return [
    ...own,
    ...Object.values(rest).flatMap((inner) => (Array.isArray(inner) ? inner.flatMap(fieldsIn) : fieldsIn(inner))),
  ];
}

const commands = Object.values(commandCatalogue);

it('has a word for every field of every command', () => {
  const fields = commands.flatMap(({ schema }) => fieldsIn(z.toJSONSchema(schema, { unrepresentable: 'any' })));
  expect([...new Set(fields)].filter((field) => !Object.hasOwn(fieldWords, field))).toEqual([]);
});

describe('a fault of the input', () => {
  const garbage: readonly unknown[] = [
    undefined,
    null,
    0,
    -1,
    1.5,
    '',
    ' x ',
    'x\u0000',
    'x'.repeat(9000),
    [],
    {},
    true,
    '2022-02-30',
  ];

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s: is said in each language',
    (_, { schema }) => {
      const fields = Object.keys(Object(z.toJSONSchema(schema, { unrepresentable: 'any' })['properties']));
      for (const value of garbage) {
        const given = { ...Object.fromEntries(fields.map((field) => [field, value])), nonsense: 1 };
        const { error } = schema.safeParse(given, { reportInput: true });
        for (const issue of error?.issues ?? []) {
          const { zh, en } = issueWords(issue);
          expect(zh).toMatch(/^[^A-Za-z]*\p{Script=Han}[^A-Za-z]*$/u);
          expect(en).toMatch(/^[^\p{Script=Han}]+$/u);
          expect(zh === inputWords.wrong.zh ? [issue.code, issue.message] : []).toEqual([]);
        }
      }
    },
  );

  it.each([
    [z.object({ a: z.string() }), {}, inputWords.missing],
    [z.object({ a: z.enum(['x']) }), {}, inputWords.missing],
    [z.object({ a: z.enum(['x']) }), { a: 'y' }, inputWords.notAnOption],
    [z.object({ a: z.string() }), { a: 1 }, inputWords.notAText],
    [z.object({ a: z.int() }), { a: 1.5 }, inputWords.notAWholeNumber],
    [
      z.object({ a: z.array(z.string()).max(2) }),
      { a: ['', '', ''] },
      { zh: '不得超过2项', en: 'must have at most 2 entries' },
    ],
    [z.object({ a: z.string().min(1) }), { a: '' }, { zh: '不得为空', en: 'must not be empty' }],
    [z.object({ a: z.number().max(9) }), { a: 10 }, { zh: '不得大于9', en: 'must be 9 or less' }],
    [z.strictObject({}), { b: 1 }, inputWords.unknownField],
    [z.object({ a: z.iso.datetime({ offset: true }) }), { a: 'x' }, inputWords.notAnInstant],
  ])('case %#', (schema, given, words) => {
    const [issue] = schema.safeParse(given, { reportInput: true }).error?.issues ?? [];
    expect(issue && issueWords(issue)).toEqual(words);
  });
});

describe('a place', () => {
  it.each([
    ['name', { zh: '名称', en: 'the name' }],
    ['input.name', { zh: '名称', en: 'the name' }],
    ['entries.2.item', { zh: '评分第3条的项目', en: 'the item of number 3 of the entries' }],
    [
      'content.aspects.0.items.1.code',
      { zh: '各方面第1条的项目第2条的编号', en: 'the code of number 2 of the items of number 1 of the aspects' },
    ],
    ['filter.nonsense', { zh: '筛选条件', en: 'the filter' }],
    ['answers.qq', { zh: '测评选项', en: 'the answers' }],
  ])('%s', (path, words) => expect(placeWords(path)).toEqual(words));

  it.each(['', 'nonsense', '3', 'constructor', '__proto__'])('%j has no name', (path) =>
    expect(placeWords(path)).toBeUndefined(),
  );
});

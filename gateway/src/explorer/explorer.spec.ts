import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { examplesOf } from '../../explorer/examples.ts';
import { typeDefinitions } from '../schema/type-definitions.ts';

const schema = buildSchema(typeDefinitions().join('\n'));
const examples = examplesOf('2025');
const textOf = (name: string): Promise<string> => readFile(new URL(`../../explorer/${name}`, import.meta.url), 'utf8');

describe('the explorer', () => {
  it.each(examples.map((example) => [example.title.zh, example] as const))(
    'offers a query that fits the schema: %s',
    (_title, { query, variables }) => {
      const document = parse(query);
      expect(validate(schema, document)).toEqual([]);
      const [operation] = document.definitions;
      const declared =
        operation?.kind === 'OperationDefinition'
          ? operation.variableDefinitions?.map(({ variable }) => variable.name.value)
          : undefined;
      expect(declared).toEqual(Object.keys(variables));
    },
  );

  it('asks about the period of the demonstration, and of no other year than those beside it', () => {
    const years = JSON.stringify(examplesOf('2031')).match(/\b20\d\d\b/g) ?? [];
    expect(new Set(years)).toEqual(new Set(['2030', '2031', '2032']));
  });

  it('says everything in Chinese and in English', async () => {
    for (const { title, about } of examples) {
      for (const { zh, en } of [title, about]) {
        expect(zh).toMatch(/\p{Script=Han}/u);
        expect(en).toMatch(/[a-z]/);
      }
    }
    const chinese = [...(await textOf('explorer.html')).matchAll(/<(\w+)([^>]*)>[^<]*\p{Script=Han}[^<]*</gu)].filter(
      ([, tag, attributes]) => !attributes?.includes('data-en') && !['title', 'option'].includes(tag ?? ''),
    );
    expect(chinese.map(([text]) => text)).toEqual([]);
  });

  it('takes nothing from elsewhere, and the browser is told to refuse it', async () => {
    const page = await textOf('explorer.html');
    expect(page).toContain("default-src 'self'");
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target)).toEqual([
      'data:,',
      '/explorer/explorer.css',
      '/explorer/explorer.js',
    ]);
    expect(await textOf('explorer.css')).not.toMatch(/url\(|@import|\/\//);
  });
});

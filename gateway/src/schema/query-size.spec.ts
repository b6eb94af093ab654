import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, getOperationAST, parse, validate } from 'graphql';
import { limits, refuseLargeOperation } from './limits.ts';
import { refuseLargeText, textLimits } from './query-size.ts';
import { typeDefinitions } from './type-definitions.ts';

const schema = buildSchema(typeDefinitions().join('\n'));
/** What this process has worked so far: the time of others beside it has no say. */
function busyMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const tooLarge = (of: string) =>
  expect.objectContaining({ code: 'QUERY_TOO_LARGE', details: expect.objectContaining({ of }) });

function measure(query: string, variables: Readonly<Record<string, unknown>> = {}): void {
  refuseLargeText(query);
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (operation) refuseLargeOperation({ schema, document, operation, variables });
}

/** Fragments, each of which spreads the next one so many times. */
const fragments = (count: number, spread: number): string =>
  `{organization(code:"K011"){...F0}} ${times(count, (at) => `fragment F${at} on Organization {${times(spread, () => `...F${at + 1}`)}}`)} fragment F${count} on Organization {id}`;

describe('what a query comes to', () => {
  it('counts a fragment once, and no further than the limit, however often each spreads the next', () => {
    const begun = busyMs();
    for (const [count, spread] of [
      [24, 2],
      [90, 2],
      [190, 10],
    ] as const) {
      const document = parse(fragments(count, spread));
      const operation = getOperationAST(document);
      expect(() => operation && refuseLargeOperation({ schema, document, operation, variables: {} })).toThrow(
        expect.objectContaining({ originalError: tooLarge('fields') }),
      );
    }
    expect(busyMs() - begun).toBeLessThan(500);
  });

  it('counts what a fragment selects as often as it is spread', () => {
    const pages = `{ ${times(4, (at) => `b${at}: branches(under: "P", first: 200) { ...Page }`)} }
      fragment Page on BranchConnection { edges { node { ...Node } } } fragment Node on Branch { ${times(30, (at) => `f${at}: openProblems`)} }`;
    expect(() => measure(pages)).toThrow(expect.objectContaining({ originalError: tooLarge('fields') }));
    expect(() => measure(pages.replaceAll('200', '20'))).not.toThrow();
  });

  it('counts the levels of a fragment where it is spread', () => {
    const level = (inner: string): string => `children(first: 1) { edges { node { ${inner} } } }`;
    const deep = `{ organization(code: "P") { ...A } } fragment A on Organization { ${level(level('...B'))} } fragment B on Organization { ${level(level(level('id')))} }`;
    expect(() => measure(deep)).toThrow(expect.objectContaining({ originalError: tooLarge('depth') }));
  });

  it('counts __typename and the fields of the schema', () => {
    const names = times(limits.fields / 200, (at) => `n${at}: __typename`);
    const query = `{ branches(under: "P", first: 200) { edges { node { ${names} organization { id } } } } }`;
    expect(() => measure(query)).toThrow(expect.objectContaining({ originalError: tooLarge('fields') }));
  });

  it('lets the schema be asked for, as tools do', () => {
    expect(() => measure(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }))).not.toThrow();
  });
});

describe('the text of a query', () => {
  it.each([
    ['characters', `{ ${' '.repeat(textLimits.characters)} }`],
    ['characters', '#\n'.repeat(textLimits.characters)],
    ['tokens', `{ ${times(textLimits.tokens, () => 'a')} }`],
    ['tokens', `{ organization(code: "P") { id ${times(5000, () => '@include(if: true)')} } }`],
    ['tokens', `{ branches(under: "P", filter: ${'[]'.repeat(5000)}) { totalCount } }`],
    ['nesting', '{a'.repeat(textLimits.nesting + 1)],
    ['nesting', `{ a(b: ${'['.repeat(textLimits.nesting)}`],
    ['nesting', `{ ${'... { '.repeat(textLimits.nesting)}`],
    ['definitions', times(textLimits.definitions + 1, (at) => `query Q${at} { a }`)],
    ['definitions', times(textLimits.definitions + 1, (at) => `fragment Q${at} on T { a }`)],
  ])('is refused for its %s before it is parsed', (of, text) => {
    const begun = busyMs();
    expect(() => refuseLargeText(text)).toThrow(tooLarge(of));
    expect(busyMs() - begun).toBeLessThan(250);
  });

  it.each(['', '}', '{ "', '{ organization(', '\0'])('%j is left to the parser', (text) => {
    expect(() => refuseLargeText(text)).not.toThrow();
  });
});

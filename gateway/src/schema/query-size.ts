import { refusal } from '@zhibu/contracts';
import { GraphQLError, Lexer, Source, type Token, TokenKind } from 'graphql';

/**
 * How large a query's text may be. Parsing and GraphQL's own validation cost more than the text is long: they recurse
 * with its nesting, and compare its operations with its fragments.
 */
export const textLimits = {
  characters: 100_000,
  lines: 5_000,
  tokens: 6_000,
  nesting: 100,
  definitions: 200,
  name: 100,
} as const;

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Looks over the text of a query once, from its beginning, as far as it may go. What is no GraphQL is left to the parser.
 * @throws Refusal QUERY_TOO_LARGE with the limit that is passed
 */
export function refuseLargeText(text: string): void {
  refuseOver(text.length, 'characters');
  refuseOver(linesOf(text), 'lines');
  const size = { tokens: 0, nesting: 0, definitions: 0 };
  for (const { kind, start, end } of tokensOf(text)) {
    size.tokens += 1;
    // Names that the schema does not have are compared with all that it has.
    if (kind === TokenKind.NAME) refuseOver(end - start, 'name');
    if (kind === TokenKind.BRACE_L && size.nesting === 0) size.definitions += 1;
    if (opening.has(kind)) size.nesting += 1;
    if (closing.has(kind)) size.nesting -= 1;
    refuseOver(size.tokens, 'tokens');
    refuseOver(size.nesting, 'nesting');
    refuseOver(size.definitions, 'definitions');
  }
}

/** GraphQL splits a text of several lines into them, and joins them again. */
function linesOf(text: string): number {
  let lines = 0;
  for (let at = text.search(/[\r\n]/); at >= 0 && lines <= textLimits.lines; at = nextLine(text, at)) lines += 1;
  return lines;
}

function nextLine(text: string, after: number): number {
  const [feed, back] = [text.indexOf('\n', after + 1), text.indexOf('\r', after + 1)];
  return feed < 0 || back < 0 ? Math.max(feed, back) : Math.min(feed, back);
}

function* tokensOf(text: string): Generator<Token> {
  const lexer = new Lexer(new Source(text));
  try {
    while (lexer.advance().kind !== TokenKind.EOF) yield lexer.token;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
}

function refuseOver(found: number, of: keyof typeof textLimits): void {
  if (found > textLimits[of]) throw refusal('QUERY_TOO_LARGE', { of, limit: textLimits[of] });
}

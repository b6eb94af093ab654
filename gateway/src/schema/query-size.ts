import { refusal } from '@zhibu/contracts';
import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';

/**
 * How large a query's text may be. Parsing and GraphQL's own validation cost more than the text is long: they recurse
 * with its nesting, and compare its operations with its fragments.
 */
export const textLimits = { characters: 100_000, tokens: 10_000, nesting: 100, definitions: 200 } as const;

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Looks over the text of a query once, from its beginning, as far as it may go. What is no GraphQL is left to the parser.
 * @throws Refusal QUERY_TOO_LARGE with the limit that is passed
 */
export function refuseLargeText(text: string): void {
  refuseOver(text.length, 'characters');
  const size = { tokens: 0, nesting: 0, definitions: 0 };
  for (const kind of tokensOf(text)) {
    size.tokens += 1;
    if (kind === TokenKind.BRACE_L && size.nesting === 0) size.definitions += 1;
    if (opening.has(kind)) size.nesting += 1;
    if (closing.has(kind)) size.nesting -= 1;
    refuseOver(size.tokens, 'tokens');
    refuseOver(size.nesting, 'nesting');
    refuseOver(size.definitions, 'definitions');
  }
}

function* tokensOf(text: string): Generator<TokenKind> {
  const lexer = new Lexer(new Source(text));
  try {
    while (lexer.advance().kind !== TokenKind.EOF) yield lexer.token.kind;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
}

function refuseOver(found: number, of: keyof typeof textLimits): void {
  if (found > textLimits[of]) throw refusal('QUERY_TOO_LARGE', { of, limit: textLimits[of] });
}

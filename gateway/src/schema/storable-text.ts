import { inputWords, refusal } from '@zhibu/contracts';
import { isStorable } from '@zhibu/kernel';
import type { ApolloServerPlugin } from '@apollo/server';
import { type ASTNode, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';

/** Refuses a query that says what no text can hold, wherever it says it, before anything is looked up. */
export const storableTextPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, request: { query = '', variables = {} } }) => {
      const places = [...(mayHoldNul(query) ? inDocument(document) : []), ...inVariables(variables)];
      if (places.length > 0) throw unstorable(places.slice(0, PLACES_NAMED));
    },
  }),
};

const PLACES_NAMED = 20;

/** GraphQL's own lexer lets no half of a surrogate pair through; NUL may stand there itself, or escaped. */
const mayHoldNul = (query: string): boolean => /\0|\\u\{?0+(?![1-9a-f])/i.test(query);

/** The dotted paths of arguments and input fields whose text cannot be stored. */
function inDocument(document: DocumentNode): readonly string[] {
  const places: string[] = [];
  visit(document, {
    StringValue: ({ value }, ...[, parent, , ancestors]) => {
      if (!isStorable(value)) places.push([...ancestors, parent].flatMap(namesOf).join('.'));
    },
  });
  return places;
}

function namesOf(ancestor: ASTNode | readonly ASTNode[] | undefined): readonly string[] {
  if (!ancestor || !('kind' in ancestor)) return [];
  return ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD ? [ancestor.name.value] : [];
}

/** A value within the variables, and the keys that lead to it, the innermost first. */
interface Within {
  readonly value: unknown;
  readonly key?: string;
  readonly of?: Within;
}

/** The dotted paths of texts in the variables that cannot be stored. It does not recurse: who sends them says how deep they nest. */
function inVariables(variables: object): readonly string[] {
  const places: string[] = [];
  const waiting: Within[] = [{ value: variables }];
  for (let within = waiting.pop(); within && places.length < PLACES_NAMED; within = waiting.pop()) {
    const { value } = within;
    if (typeof value === 'string' && !isStorable(value)) places.push(pathOf(within));
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) waiting.push({ value: inner, key, of: within });
  }
  return places;
}

function pathOf(within: Within): string {
  const keys: string[] = [];
  for (let at: Within | undefined = within; at?.key !== undefined; at = at.of) keys.unshift(at.key);
  return keys.join('.');
}

function unstorable(places: readonly string[]): GraphQLError {
  const errors = places.map((field) => ({ field, problem: inputWords.unstorable }));
  return new GraphQLError('INPUT_INVALID', {
    originalError: refusal('INPUT_INVALID', { errors }),
    extensions: { http: { status: 400 } },
  });
}

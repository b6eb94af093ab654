import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { ERRORS_NAMED } from './errors.ts';

/**
 * Answers an issue once, wherever it was met, and at most so many issues: a refusal does not grow with what was asked. They
 * come in the order of the query, not in that in which look-ups ended: the same answer is the same text, and of more than are
 * named the first are.
 */
export const fewErrorsPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    // Before they are put into words, which is done for so many only, in this order.
    didEncounterErrors: async ({ errors }) => {
      if (isOurs(errors)) errors.sort(byPlace);
    },
    willSendResponse: async ({ response: { body } }) => {
      if (body.kind !== 'single') return;
      const { errors } = body.singleResult;
      if (errors && errors.length > 1) body.singleResult.errors = [...issuesOf(errors)].slice(0, ERRORS_NAMED);
    },
  }),
};

/** What Apollo gives to look at is the list that it then puts into words, made for this answer. */
const isOurs = (errors: readonly GraphQLError[]): errors is GraphQLError[] => Array.isArray(errors);

function byPlace(a: GraphQLError, b: GraphQLError): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  return one.line - other.line || one.column - other.column || byPath(a.path ?? [], b.path ?? []);
}

const placeOf = ({ locations }: GraphQLError) => locations?.[0] ?? { line: 0, column: 0 };

type Path = readonly (string | number)[];

/** Entries of lists by their number, fields by their name. */
function byPath(a: Path, b: Path): number {
  const at = a.findIndex((key, index) => key !== b[index]);
  const [one, other] = [a[at], b[at]];
  if (one === undefined || other === undefined) return a.length - b.length;
  return typeof one === 'number' && typeof other === 'number' ? one - other : String(one) < String(other) ? -1 : 1;
}

function issuesOf(errors: readonly GraphQLFormattedError[]): Iterable<GraphQLFormattedError> {
  const issues = new Map<string, GraphQLFormattedError>();
  for (const error of errors) {
    const key = JSON.stringify([error.extensions?.['code'], error.locations, issueOf(error)]);
    if (!issues.has(key)) issues.set(key, error);
    if (issues.size === ERRORS_NAMED) break;
  }
  return issues.values();
}

/** What is said at one place of the query; what nobody foresaw has a reference of its own each time. */
const issueOf = ({ message, extensions }: GraphQLFormattedError): unknown =>
  extensions?.['code'] === 'UNFORESEEN' ? '' : [message, extensions];

import { problemOf } from '@zhibu/service-kit';
import { Refusal } from '@zhibu/kernel';
import { GraphQLError } from 'graphql';

/** A refusal of a whole operation, answered with the status of its code: Apollo would call it a fault of its own. */
export function refusedOperation(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const { status } = problemOf(error, 'en');
  return new GraphQLError(error.code, { originalError: error, extensions: { http: { status } } });
}

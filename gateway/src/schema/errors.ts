import { type Language, refusalWords } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { type Problem, problemOf, unforeseen } from '@zhibu/service-kit';
import { Logger } from '@nestjs/common';
import { type ASTNode, GraphQLError, type GraphQLFormattedError, Kind, parse, visit } from 'graphql';
import { currentLanguage } from '../request/language.ts';

/** A refusal that a service has already put into words. */
export class RefusedByService extends Error {
  override readonly name = 'RefusedByService';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const logger = new Logger('graphql');

/** What a client sees of an error: a stable code, the fields named, words in its language; never a stack trace. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const language = currentLanguage();
  const cause = causeOf(error);
  const place = { ...(formatted.path ? { path: formatted.path } : {}), ...(formatted.locations ? { locations: formatted.locations } : {}) };
  if (cause instanceof RefusedByService) return { ...place, ...ofProblem(cause.problem) };
  if (cause instanceof Refusal) return { ...place, ...ofProblem(problemOf(cause, language)) };
  const input = inputRefusal(formatted, error);
  if (input) return { ...place, ...ofProblem(problemOf(input, language)) };
  const code = formatted.extensions?.['code'];
  const words = typeof code === 'string' && code !== 'UNFORESEEN' ? refusalWords[code] : undefined;
  if (words) return { ...place, message: `${words[language]}: ${formatted.message}`, extensions: { code } };
  return { ...place, ...ofUnforeseen(cause, language) };
}

/** What was thrown, whatever GraphQL wrapped around it. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

function ofProblem(problem: Problem): GraphQLFormattedError {
  const { type: _type, title, detail, status: _status, ...extensions } = problem;
  return { message: detail ?? title, extensions };
}

function ofUnforeseen(cause: unknown, language: Language): GraphQLFormattedError {
  const problem = unforeseen(language);
  logger.error({ reference: problem.reference, error: cause instanceof Error ? cause.stack ?? cause.message : String(cause) });
  return { message: `${problem.title} (${problem.reference})`, extensions: { code: problem.code, reference: problem.reference } };
}

/** A value that GraphQL itself refused, in a variable or written into the query, with the field it stands in. */
function inputRefusal(formatted: GraphQLFormattedError, error: unknown): Refusal | undefined {
  const code = formatted.extensions?.['code'];
  if (code === 'BAD_USER_INPUT') return invalid(variableIn(formatted.message), formatted.message);
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  if (code !== 'GRAPHQL_VALIDATION_FAILED' || !node || !isValue(node)) return undefined;
  return invalid(fieldAt(node), formatted.message);
}

const invalid = (field: string, problem: string): Refusal => new Refusal('INPUT_INVALID', { errors: [{ field, problem }] });

const isValue = (node: ASTNode): boolean => node.kind === Kind.OBJECT_FIELD || node.kind.endsWith('Value');

/** GraphQL names the place of a bad variable in its message only. */
function variableIn(message: string): string {
  const [, path] = / at "([^"]+)"; /.exec(message) ?? [];
  const [, variable] = /^Variable "\$(\w+)"/.exec(message) ?? [];
  return path ?? variable ?? '';
}

/** The dotted path of arguments and input fields that lead to a value of the query. */
function fieldAt(node: ASTNode): string {
  const { loc } = node;
  if (!loc) return '';
  const path: string[] = [];
  visit(parse(loc.source), {
    enter: (each) => {
      const around = each.loc && each.loc.start <= loc.start && loc.end <= each.loc.end;
      if (around && (each.kind === Kind.ARGUMENT || each.kind === Kind.OBJECT_FIELD)) path.push(each.name.value);
      return around || each.kind === Kind.DOCUMENT ? undefined : false;
    },
  });
  return path.join('.');
}

import { type Language, refusal, refusalWords } from '@zhibu/contracts';
import { isInfrastructureFailure } from '@zhibu/database';
import { Refusal } from '@zhibu/kernel';
import { type Problem, problemOf, unforeseen } from '@zhibu/service-kit';
import { Logger } from '@nestjs/common';
import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  Kind,
  parse,
  type Source,
  visit,
} from 'graphql';
import { countError, currentLanguage } from '../request/language.ts';
import { valueWords } from './value.words.ts';

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

/** A request is answered with so many errors. */
export const ERRORS_NAMED = 20;
/** GraphQL repeats what it was sent; so much of it is enough. */
const LONGEST = 200;
const LONGEST_PATH = 40;

/** What a client sees of an error: a stable code, the fields named, words in its language; never a stack trace. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations } = formatted;
  // Of more errors than are answered none is put into words.
  if (countError() > ERRORS_NAMED) return { message: '', extensions: { code: 'BAD_REQUEST' } };
  const { message, extensions } = wordsOf(formatted, error, currentLanguage());
  return {
    ...(path ? { path: path.slice(0, LONGEST_PATH) } : {}),
    ...(locations ? { locations: locations.slice(0, 1) } : {}),
    message: message.slice(0, LONGEST),
    ...(extensions ? { extensions } : {}),
  };
}

function wordsOf(formatted: GraphQLFormattedError, error: unknown, language: Language): GraphQLFormattedError {
  const cause = causeOf(error);
  if (cause instanceof RefusedByService) return ofProblem(cause.problem);
  const found = cause instanceof Refusal ? cause : (inputRefusal(formatted, error) ?? tooLate(cause));
  if (found) return ofProblem(problemOf(found, language));
  return ofGraphQL(formatted, language) ?? ofAbsence(cause, language) ?? ofUnforeseen(cause, language);
}

/** A statement that took too long: PostgreSQL's query_canceled, as `pg` tells it, or as Prisma does. */
function tooLate(cause: unknown): Refusal | undefined {
  if (!(cause instanceof Error)) return undefined;
  const isCancelled = 'code' in cause && cause.code === '57014';
  return isCancelled || /canceling statement due to statement timeout/.test(cause.message)
    ? refusal('DEADLINE_PASSED')
    : undefined;
}

/** What GraphQL itself refuses keeps its code. It speaks English, to those who write queries: its sentence stands beside ours. */
function ofGraphQL(
  { message, locations, extensions }: GraphQLFormattedError,
  language: Language,
): GraphQLFormattedError | undefined {
  const code = String(extensions?.['code']);
  const words = code === 'UNFORESEEN' ? undefined : refusalWords[code];
  const says = message.slice(0, LONGEST);
  return words && { message: `${words[language]}${placeIn(locations, language)}`, extensions: { code, says } };
}

function placeIn(locations: GraphQLFormattedError['locations'], language: Language): string {
  const [at] = locations ?? [];
  if (!at) return '';
  return language === 'zh' ? `（第${at.line}行第${at.column}列）` : ` (line ${at.line}, column ${at.column})`;
}

/** What was thrown, whatever GraphQL wrapped around it. */
export function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

function ofProblem(problem: Problem): GraphQLFormattedError {
  const { type: _type, title, detail, status: _status, ...extensions } = problem;
  return { message: detail ?? title, extensions };
}

/** What the gateway itself leans on may be back in a moment. */
function ofAbsence(cause: unknown, language: Language): GraphQLFormattedError | undefined {
  if (!isInfrastructureFailure(cause)) return undefined;
  logger.warn({ fault: 'the read model cannot be asked', error: String(cause) });
  return ofProblem(problemOf(refusal('SERVICE_UNAVAILABLE', { service: 'gateway' }), language));
}

function ofUnforeseen(cause: unknown, language: Language): GraphQLFormattedError {
  const problem = unforeseen(language);
  logger.error({
    reference: problem.reference,
    error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
  });
  return {
    message: language === 'zh' ? `${problem.title}（${problem.reference}）` : `${problem.title} (${problem.reference})`,
    extensions: { code: problem.code, reference: problem.reference },
  };
}

/** A value that GraphQL itself refused, in a variable or written into the query, with the field it stands in. */
function inputRefusal(formatted: GraphQLFormattedError, error: unknown): Refusal | undefined {
  const code = formatted.extensions?.['code'];
  if (isOfVariables(formatted)) return invalid(variableIn(formatted.message), formatted.message);
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  if (code !== 'GRAPHQL_VALIDATION_FAILED' || !node || !isValue(node)) return undefined;
  return invalid(fieldAt(node), formatted.message);
}

/** GraphQL ends so where more variables are wrong than it names, and calls it nobody's fault. */
const TOO_MANY = /^Too many errors processing variables/;

const isOfVariables = ({ message, extensions }: GraphQLFormattedError): boolean =>
  extensions?.['code'] === 'BAD_USER_INPUT' || TOO_MANY.test(message);

const invalid = (field: string, said: string): Refusal =>
  refusal('INPUT_INVALID', { errors: [{ field: field.slice(0, LONGEST), problem: valueWords(said) }] });

const isValue = (node: ASTNode): boolean => node.kind === Kind.OBJECT_FIELD || node.kind.endsWith('Value');

/** GraphQL names the place of a bad variable in its message only. */
function variableIn(message: string): string {
  const [, path] = / at "([^"]{1,400})"; /.exec(message) ?? [];
  const [, variable] = /^Variable "\$(\w+)"/.exec(message) ?? [];
  return path ?? variable ?? '';
}

/** The dotted path of arguments and input fields that lead to a value of the query. */
function fieldAt(node: ASTNode): string {
  const { loc } = node;
  if (!loc) return '';
  const path: string[] = [];
  visit(documentOf(loc.source), {
    enter: (each) => {
      const around = each.loc && each.loc.start <= loc.start && loc.end <= each.loc.end;
      if (around && (each.kind === Kind.ARGUMENT || each.kind === Kind.OBJECT_FIELD)) path.push(each.name.value);
      return around || each.kind === Kind.DOCUMENT ? undefined : false;
    },
  });
  return path.join('.');
}

const parsedBefore = new WeakMap<Source, DocumentNode>();

/** Parses a query once, in how many places it may be wrong. */
function documentOf(source: Source): DocumentNode {
  const known = parsedBefore.get(source) ?? parse(source);
  parsedBefore.set(source, known);
  return known;
}

import { type Language, refusal, refusalWords } from '@zhibu/contracts';
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
import { currentLanguage } from '../request/language.ts';
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

/** What a client sees of an error: a stable code, the fields named, words in its language; never a stack trace. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { path, locations } = formatted;
  return {
    ...(path ? { path } : {}),
    ...(locations ? { locations } : {}),
    ...wordsOf(formatted, error, currentLanguage()),
  };
}

function wordsOf(formatted: GraphQLFormattedError, error: unknown, language: Language): GraphQLFormattedError {
  const cause = causeOf(error);
  if (cause instanceof RefusedByService) return ofProblem(cause.problem);
  const refusal = cause instanceof Refusal ? cause : inputRefusal(formatted, error);
  if (refusal) return ofProblem(problemOf(refusal, language));
  return ofGraphQL(formatted, language) ?? ofUnforeseen(cause, language);
}

/** GraphQL repeats what it was sent; so much of it is enough. */
const LONGEST = 200;

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
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

function ofProblem(problem: Problem): GraphQLFormattedError {
  const { type: _type, title, detail, status: _status, ...extensions } = problem;
  return { message: detail ?? title, extensions };
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
  refusal('INPUT_INVALID', { errors: [{ field, problem: valueWords(said) }] });

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

import { findingCodes } from '@zhibu/contracts';
import { lastDayOf, type RecordedEvent } from '@zhibu/kernel';
import type { GraphQLSchema } from 'graphql';
import { rootFields } from '../scope/root-fields.ts';
import type { NaiveScope } from './naive-scope.ts';
import { anyDayOf, anyPlace, pick, type Random, randomDocument, type Selected } from './random-document.ts';
import { TODAY } from './random-forest.ts';
import { isEventTold, subjectOf } from './told.ts';

/** What one root field is asked, and what it is about. */
export interface Question {
  readonly field: keyof typeof rootFields;
  readonly args: Readonly<Record<string, unknown>>;
  /** The argument that names what it is about; absent: it is about nothing. */
  readonly argument: string | undefined;
  /** The organization that it is about; absent: it is about none, or about something that is not there. */
  readonly subject: string | undefined;
  /** The day that the answer is of. */
  readonly day: string;
}

const NOWHERE = '00000000-0000-4000-8000-000000000000';
/** They are answered with null where what is asked about is known, and not on the day. */
const THINGS: ReadonlySet<string> = new Set(['organization', 'branch', 'problem']);
/** They ask the owning service, or are about whoever asks. */
const ASKED_ELSEWHERE: readonly string[] = [
  'replay',
  'processReplay',
  'shown',
  'me',
  'may',
  'edition',
  'accesses',
  'programme',
];
const ASKED = Object.entries(rootFields).filter(([field]) => !ASKED_ELSEWHERE.includes(field));

/** A question by any root field about anything at any moment. */
export function randomQuestion(schema: GraphQLSchema, events: readonly RecordedEvent[], random: Random): Question {
  const [name, declared] = pick(random, ASKED);
  const field = Object.entries(rootFields).flatMap(([each]) => (isRootField(each) && each === name ? each : []))[0];
  if (field === undefined) throw new Error(`${name} is no root field`);
  const argument = 'subject' in declared ? declared.subject : undefined;
  const [value, subject] = argument === undefined ? [] : subjectAsked(field, events, random);
  const args = argumentsOf(schema, field, {
    ...momentsOf(events, random),
    ...(argument === undefined ? {} : { [argument]: value }),
  });
  return { field, args, argument, subject, day: dayAnswered(field, args) };
}

const isRootField = (name: string): name is keyof typeof rootFields => Object.hasOwn(rootFields, name);

/** What a question names, and whose that is. */
function subjectAsked(field: string, events: readonly RecordedEvent[], random: Random): [string, string | undefined] {
  if (field !== 'problem' && field !== 'ledTo') {
    const place = anyPlace(random);
    return [place, place];
  }
  const among = field === 'problem' ? events.filter(({ type }) => type === 'ProblemIdentified') : events;
  if (among.length === 0) return [NOWHERE, undefined];
  const event = pick(random, among);
  const problem = String(Object(event.data).problemId);
  return [field === 'problem' ? problem : event.id, subjectOf(event)];
}

function momentsOf(events: readonly RecordedEvent[], random: Random): Readonly<Record<string, unknown>> {
  const asOf = random() < 0.3 ? null : anyDayOf(random);
  // What a period came to is refused on a day before its last.
  const isOver = asOf === null || lastDayOf('2021') <= asOf;
  return {
    asOf,
    effectiveOn: anyDayOf(random),
    knownAt: random() < 0.6 ? null : pick(random, events).recordedAt,
    scheme: 'classification',
    period: random() < 0.6 || !isOver ? null : '2021',
    year: '2022',
    programmeId: 'P',
    code: findingCodes[0],
    first: 200,
  };
}

/** Those that the field takes; a period that it must have. */
function argumentsOf(schema: GraphQLSchema, field: string, given: Readonly<Record<string, unknown>>) {
  const taken = schema.getQueryType()?.getFields()[field]?.args ?? [];
  const named = taken.filter(({ name }) => name in given && !(field === 'organization' && name === 'code'));
  const must = field === 'round' ? { period: '2021' } : {};
  return { ...Object.fromEntries(named.map(({ name }) => [name, given[name]])), ...must };
}

function dayAnswered(field: string, { asOf, effectiveOn, period }: Readonly<Record<string, unknown>>): string {
  if (field === 'rating') return String(effectiveOn);
  if (field === 'round') return lastDayOf(String(period));
  if (typeof asOf === 'string') return asOf;
  return field === 'dashboard' && typeof period === 'string' ? lastDayOf(period) : TODAY;
}

/**
 * Whether somebody is answered at all. Of what has not begun by the day he is told that it is there only where he sees all
 * of its days.
 * @param everything what is answered to who sees everything
 */
export function isAnswered(
  question: Question,
  scope: NaiveScope,
  { events, everything }: { readonly events: readonly RecordedEvent[]; readonly everything: unknown },
): boolean {
  const { field, argument, args, subject } = question;
  if (argument === undefined) return true;
  if (field === 'ledTo') return events.some((event) => event.id === args[argument] && isEventTold(event, scope));
  if (subject === undefined) return false;
  const isThere = !THINGS.has(field) || Object(everything)[field] !== null || scope.isMine(subject);
  return isThere && isSubjectSeen(question, subject, scope);
}

function isSubjectSeen({ field, day }: Question, subject: string, scope: NaiveScope): boolean {
  const when: Readonly<Record<string, boolean>> = {
    dashboard: scope.isMine(subject),
    organization: scope.maySee(subject, day) || scope.isAbove(subject),
    ratingHistory: scope.stoodBetween(subject, null, null),
    ratingSpans: scope.stoodBetween(subject, null, null),
  };
  return when[field] ?? scope.maySee(subject, day);
}

/** Whether what is asked about is only named to him: it stands above what he sees. */
export const isOnlyNamed = ({ field, subject, day }: Question, scope: NaiveScope): boolean =>
  field === 'organization' && subject !== undefined && !scope.maySee(subject, day) && scope.isAbove(subject);

/** A document with random fields below. */
export const documentOf = (
  schema: GraphQLSchema,
  { field, args }: Question,
  { random, isNamed }: { readonly random: Random; readonly isNamed: boolean },
): Selected => randomDocument(schema, { field, args, isOnlyNamed: isNamed }, random);

/** The same question about what is not there. */
export function aboutNothing(question: Question): Question {
  const { argument, field, args } = question;
  const nothing = field === 'problem' || field === 'ledTo' ? NOWHERE : 'NOBODY';
  return argument === undefined ? question : { ...question, args: { ...args, [argument]: nothing } };
}

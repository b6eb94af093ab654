import type { RecordedEvent } from '@zhibu/kernel';
import { dayOf } from '@zhibu/kernel';
import { dig } from './asking.ts';
import type { NaiveScope } from './naive-scope.ts';
import type { Selected } from './random-document.ts';

type Answer = Readonly<Record<string, unknown>>;

/** Who is told, what he may see, and the day that an answer is of. */
export interface Telling {
  readonly scope: NaiveScope;
  readonly personId: string;
  readonly day: string;
  readonly events: readonly RecordedEvent[];
}

/**
 * What of an answer that somebody gets who sees everything may be told to one who does not: the same, without the entries
 * that are not his, and with the names alone of what stands above him.
 */
export function told(value: unknown, selected: Selected, telling: Telling, parent: unknown = undefined): unknown {
  const kept = keep(value, selected, { telling, parent, args: selected.args });
  if (Array.isArray(kept)) return kept.map((each) => below(each, selected, telling));
  return below(kept, selected, telling);
}

function below(value: unknown, selected: Selected, telling: Telling): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const answer: Answer = Object(value);
  return Object.fromEntries(
    selected.below.map((each) => [each.field, told(answer[each.field], each, telling, answer)]),
  );
}

interface Around {
  readonly telling: Telling;
  readonly parent: unknown;
  readonly args: Answer;
}

type Keep = (value: unknown, around: Around) => unknown;

function keep(value: unknown, { type, field, answers }: Selected, around: Around): unknown {
  const rule = rules[`${type}.${field}`] ?? (answers.endsWith('Connection') ? ofPage : undefined);
  return rule ? rule(value, around) : value;
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown, ...path: string[]): string => String(dig(value, ...path));
const dated = (value: unknown, field: string): string | null => {
  const found = dig(value, field);
  return typeof found === 'string' ? found : null;
};

const isReferred = (value: unknown, { scope, day }: Telling): boolean =>
  scope.maySee(text(value, 'id'), day) || scope.isAbove(text(value, 'id'));
const referred: Keep = (value, { telling }) => (value !== null && isReferred(value, telling) ? value : null);
const allReferred: Keep = (value, { telling }) => listed(value).filter((each) => isReferred(each, telling));
const overDays: Keep = (value, { telling: { scope }, parent }) =>
  listed(value).filter((each) => scope.stoodBetween(text(parent, 'id'), dated(each, 'from'), dated(each, 'to')));
const fromThen: Keep = (value, { telling: { scope }, parent }) =>
  listed(value).filter((each) => scope.stoodBetween(text(parent, 'id'), dated(each, 'from'), null));

function isFactTold(fact: unknown, { scope, events }: Telling): boolean {
  return events.some((event) => event.id === dig(fact, 'eventId') && isEventTold(event, scope));
}

/** Whether somebody is told of an event: on the day on which it was recorded he sees whose it is, or all go by it and he sees anything. */
export function isEventTold(event: RecordedEvent, scope: NaiveScope): boolean {
  const subject = subjectOf(event);
  return subject === undefined
    ? isOfAll(event) && scope.seesAnything
    : scope.maySee(subject, dayOf(Date.parse(event.recordedAt)));
}

/** Whether an event is what all go by, as an edition is; what else names no organization is somebody's duty. */
const isOfAll = ({ stream }: RecordedEvent): boolean => stream.startsWith('edition-');

/** Whose an event is. */
export function subjectOf({ data }: RecordedEvent): string | undefined {
  const { organizationId, branchId, workCommitteeId, bodyId }: Answer = Object(data);
  const found = organizationId ?? branchId ?? workCommitteeId ?? bodyId;
  return typeof found === 'string' ? found : undefined;
}

const facts: Keep = (value, { telling }) => listed(value).filter((fact) => isFactTold(fact, telling));
const cause: Keep = (value, { telling }) => (value !== null && isFactTold(value, telling) ? value : null);

const OWNER: readonly (readonly string[])[] = [
  ['node', 'id'],
  ['node', 'organization', 'id'],
  ['node', 'branch', 'organization', 'id'],
];

const ofPage: Keep = (value, { telling: { scope, day, personId } }) => {
  const edges = listed(dig(value, 'edges')).filter((edge) => {
    if (dig(edge, 'node', 'personId') === personId) return true;
    // A problem has an id of its own, and is its organization's.
    const owners = OWNER.map((path) => dig(edge, ...path)).filter((id) => typeof id === 'string');
    const owner = dig(edge, 'node', 'organization', 'id') ?? owners.at(-1);
    return typeof owner === 'string' && scope.maySee(owner, day);
  });
  return { ...Object(value), edges, totalCount: edges.length };
};

const ofRatings =
  (from: string, to: string): Keep =>
  (value, { telling: { scope }, parent }) =>
    listed(value).filter((each) => scope.stoodBetween(text(parent, 'branchId'), dated(each, from), dated(each, to)));

const ofToday =
  (path: readonly string[]): Keep =>
  (value, { telling: { scope }, parent }) =>
    scope.isMine(text(parent, ...path)) ? value : null;

/** With a period it is what its round decided, whatever the day: of a day of its own. */
const ofPeriod: Keep = (value, { telling: { scope }, args }) =>
  value === null ||
  typeof args['period'] !== 'string' ||
  scope.maySee(text(value, 'branchId'), dated(value, 'effectiveFrom') ?? '')
    ? value
    : null;

const rules: Readonly<Record<string, Keep>> = {
  'Organization.parent': referred,
  'ParentOverDays.parent': referred,
  'Organization.jointUnits': allReferred,
  'Organization.jointBranches': allReferred,
  'Organization.names': overDays,
  'Organization.parents': overDays,
  'Organization.extensions': fromThen,
  'Query.ratingHistory': ofRatings('effectiveFrom', 'effectiveTo'),
  'Query.ratingSpans': ofRatings('from', 'to'),
  'Organization.dissolvedOn': ofToday(['id']),
  'Organization.dissolutionReason': ofToday(['id']),
  'Organization.dissolutionBasis': ofToday(['id']),
  'Rating.replacedBy': ofToday(['branchId']),
  'Branch.rating': ofPeriod,
  'Query.ledTo': facts,
  'Decision.ledTo': facts,
  'Problem.causedBy': cause,
  'Remediation.causedBy': cause,
  // Who is missing from a round is one of its figures.
  'Round.missing': (value) => value,
  'Missing.branch': (value, { telling: { scope, day }, parent }) =>
    scope.maySee(text(parent, 'organization', 'id'), day) ? value : null,
};

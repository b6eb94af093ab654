import { hasPersonalNumber, isDay } from '@zhibu/kernel';
import { type DocumentNode, Kind, type ValueNode, visit } from 'graphql';

/** What a query or a command asked about. */
export interface Asked {
  /** The roots and ids that it names, each once. */
  readonly subjects: readonly string[];
  readonly asOf: string | null;
  readonly knownAt: Date | null;
}

/** Of a batch of commands as many as it has, of a query more than it may cost. */
const SUBJECTS = 1_000;
const DEPTH = 6;
/** Arguments and fields that name what is asked about: `under`, `id`, `branchId`, `personIds`. */
const NAMING = /^(under|code|ids?|[a-z]\w*Ids?)$/;
/** Codes and references, in letters that no name of a person is written in. */
const CODE = /^[A-Za-z0-9][\w.:-]{0,63}$/;
/** What stands for a text that is no code: it may be anything, so it is not kept. */
const NO_CODE = '?';

/** An argument of a document, wherever it stands: its value as it is written there, or the variable that holds it, and what that is unless given. */
type Place = { readonly name: string; readonly value: unknown; readonly variable?: string };

/** Apollo parses a document once and keeps it. */
const placesOf = new WeakMap<DocumentNode, readonly Place[]>();

/** What a GraphQL operation asks about, by the arguments written in its document and by its variables. */
export function askedIn(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Asked {
  const known = placesOf.get(document) ?? placesIn(document);
  placesOf.set(document, known);
  const given = known.map((place): [string, unknown] => [
    place.name,
    'variable' in place ? (variables[place.variable] ?? place.value) : place.value,
  ]);
  return askedBy(given);
}

/** What fields say that name a subject, a day or an instant, however deep they stand. */
export function askedBy(fields: Iterable<readonly [name: string, value: unknown]>): Asked {
  const subjects = new Set<string>();
  const moments = new Map<string, string>();
  for (const [name, value] of fields) collect(name, value, { subjects, moments, depth: 0 });
  const [asOf = '', knownAt = ''] = [moments.get('asOf'), moments.get('knownAt')];
  return {
    subjects: [...subjects].slice(0, SUBJECTS),
    asOf: isDay(asOf) && isOfOurTime(Date.parse(asOf)) ? asOf : null,
    knownAt: isOfOurTime(Date.parse(knownAt)) ? new Date(knownAt) : null,
  };
}

/** What a database of the log takes: a year that there is, with four digits. */
const isOfOurTime = (at: number): boolean => at >= Date.UTC(1900, 0) && at < Date.UTC(9999, 0);

interface Found {
  readonly subjects: Set<string>;
  readonly moments: Map<string, string>;
  readonly depth: number;
}

function collect(name: string, value: unknown, found: Found): void {
  if (typeof value === 'string') return collectText(name, value, found);
  if (typeof value !== 'object' || value === null || isEnough(found)) return;
  const below = { ...found, depth: found.depth + 1 };
  const isList = Array.isArray(value);
  for (const [field, one] of Object.entries(value)) collect(isList ? name : field, one, below);
}

const isEnough = ({ depth, subjects }: Found): boolean => depth > DEPTH || subjects.size > SUBJECTS;
/** The arguments by which a day or an instant is asked for. */
const MOMENTS: Readonly<Record<string, string>> = {
  asOf: 'asOf',
  effectiveOn: 'asOf',
  knownAt: 'knownAt',
  upTo: 'knownAt',
};

/** What is kept of a text that names a subject. */
export const subjectIn = (text: string): string => (CODE.test(text) && !hasPersonalNumber(text) ? text : NO_CODE);

function collectText(name: string, text: string, { subjects, moments }: Found): void {
  if (NAMING.test(name)) subjects.add(subjectIn(text));
  const moment = MOMENTS[name];
  if (moment !== undefined && !moments.has(moment)) moments.set(moment, text);
}

function placesIn(document: DocumentNode): readonly Place[] {
  const places: Place[] = [];
  const defaults = new Map<string, unknown>();
  visit(document, {
    VariableDefinition: ({ variable, defaultValue }) => {
      if (defaultValue) defaults.set(variable.name.value, writtenIn(defaultValue));
    },
    Argument: ({ name, value }) => {
      places.push(...placesAt(name.value, value, defaults));
    },
    ObjectField: ({ name, value }) => {
      places.push(...placesAt(name.value, value, defaults));
    },
  });
  return places;
}

/** Where a value stands, or, of a list, where each of its entries does. */
function placesAt(name: string, node: ValueNode, defaults: ReadonlyMap<string, unknown>): readonly Place[] {
  if (node.kind === Kind.LIST) return node.values.flatMap((one) => placesAt(name, one, defaults));
  if (node.kind !== Kind.VARIABLE) return [{ name, value: writtenIn(node) }];
  const variable = node.name.value;
  return [{ name, variable, value: defaults.get(variable) }];
}

/** Of what is written, texts and lists of texts; the fields of an object are places of their own. */
function writtenIn(node: ValueNode): unknown {
  // A code of digits may be written as a number.
  if (node.kind === Kind.STRING || node.kind === Kind.INT) return node.value;
  return node.kind === Kind.LIST ? node.values.map(writtenIn) : undefined;
}

import type { DomainEvent } from '@zhibu/kernel';
import { z } from 'zod';
import { eventContract } from './catalogue.ts';
import type { CommandContract } from './contract.ts';
import { organizationStream } from './streams.ts';

/** An organization that something refers to, and the path of the field that does. */
export interface OrganizationReference {
  readonly field: string;
  readonly organizationId: string;
}

/** A file of evidence that a command names by its hash, in lower case, and the path of the field that does. */
export interface EvidenceReference {
  readonly field: string;
  readonly sha256: string;
}

/** What a marked field says, and its path. */
interface Marked {
  readonly field: string;
  readonly text: string;
}

/** What fields are marked for: see `schema.ts`. */
type Mark = 'organization' | 'evidence';

/** Finds what fields of one mark say in a value of one shape. */
type Reading = (value: unknown) => readonly Marked[];

const readings: Readonly<Record<Mark, Map<z.ZodType, Reading>>> = { organization: new Map(), evidence: new Map() };

const organizationsIn = (schema: z.ZodType, data: object): readonly OrganizationReference[] =>
  readingFor(schema, 'organization')(data).map(({ field, text }) => ({ field, organizationId: text }));

/** A text of 64 hexadecimal digits claims to be the hash of a file; no other line does. */
const HASH = /^[0-9a-f]{64}$/i;

/** The files of evidence that a command names by their hashes; a line that is no hash names none. */
export const evidenceNamed = (
  { schema }: Pick<CommandContract, 'schema'>,
  data: object,
): readonly EvidenceReference[] =>
  readingFor(
    schema,
    'evidence',
  )(data)
    .filter(({ text }) => HASH.test(text))
    .map(({ field, text }) => ({ field, sha256: text.toLowerCase() }));

/**
 * The organizations an event refers to, each once: its own subject, a parent, a superior, the lagging of a round; read
 * off the fields that the contract marks `refers: 'organization'`, whatever they are called and however deep they
 * stand. An event of a type that the contracts do not know refers to none. The event is at its current version.
 */
export function organizationsReferredTo(event: DomainEvent): readonly string[] {
  const contract = eventContract(event.type);
  if (!contract) return [];
  return [...new Set(organizationsIn(contract.schema, event.data).map(({ organizationId }) => organizationId))];
}

/**
 * The organizations that a command names beside the one that it is about and, of a registration, the one that it makes; in
 * the order of its fields, each as often as it is named. The payload has been let through by the contract.
 */
export function organizationsNamedBeside(
  { schema, about, streamOf }: CommandContract,
  data: object,
): readonly OrganizationReference[] {
  return organizationsIn(schema, data).filter(
    ({ field, organizationId }) => field !== about && organizationStream(organizationId) !== streamOf(data),
  );
}

function readingFor(schema: z.ZodType, mark: Mark): Reading {
  const reading = readings[mark].get(schema) ?? readingOf(z.toJSONSchema(schema), mark);
  readings[mark].set(schema, reading);
  return reading;
}

/** Whose events are what all go by. */
const OF_ALL: ReadonlySet<string> = new Set(['edition', 'calendar']);
const ABOUT = ['branchId', 'organizationId', 'workCommitteeId', 'under', 'bodyId'] as const;

/**
 * The organization that an event is about: the branch or organization that it names, else the committee whose round it
 * belongs to, under which a draw is, or the body whose programme. What all go by is about none (undefined); what else names
 * none is a duty at the platform or the log of accesses, and stands under nobody (the empty id).
 */
export function organizationConcerned({ type, data }: DomainEvent): string | undefined {
  const named: unknown = ABOUT.map((field): unknown => Reflect.get(data, field)).find((id) => id !== undefined);
  if (typeof named === 'string') return named;
  return OF_ALL.has(eventContract(type)?.aggregate ?? '') ? undefined : '';
}

/** The JSON Schema of a shape keeps its marks, and is smaller to walk than the shape. */
function readingOf(root: z.core.JSONSchema.BaseSchema, mark: Mark): Reading {
  const of = (schema: z.core.JSONSchema._JSONSchema | undefined): readonly Reading[] => {
    if (typeof schema !== 'object') return [];
    if (schema['refers'] === mark) return [(value) => (typeof value === 'string' ? [{ field: '', text: value }] : [])];
    const { properties = {}, additionalProperties, items, anyOf = [], $ref } = schema;
    return [
      ...Object.entries(properties).flatMap(([name, part]) => of(part).map((reading) => inField(name, reading))),
      ...of(additionalProperties).map(inEach),
      ...(Array.isArray(items) ? [] : of(items)).map(inEach),
      ...anyOf.flatMap(of),
      ...($ref === undefined ? [] : of(root.$defs?.[$ref.replace('#/$defs/', '')])),
    ];
  };
  const found = of(root);
  return (value) => found.flatMap((reading) => reading(value));
}

const inField =
  (name: string, reading: Reading): Reading =>
  (value) => {
    const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return below(name, reading(field));
  };

/** In the elements of a list, or in the values of a record. */
const inEach =
  (reading: Reading): Reading =>
  (value) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) => below(key, reading(each)))
      : [];

const below = (name: string, found: readonly Marked[]): readonly Marked[] =>
  found.map(({ field, text }) => ({ field: field === '' ? name : `${name}.${field}`, text }));

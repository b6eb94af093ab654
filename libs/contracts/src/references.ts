import type { DomainEvent } from '@zhibu/kernel';
import { z } from 'zod';
import { eventContract } from './catalogue.ts';

/** Finds the references in a value of one shape. */
type Reading = (value: unknown) => readonly string[];

const readings = new Map<string, Reading>();

/**
 * The organizations an event refers to, each once: its own subject, a parent, a superior, the lagging of a round; read
 * off the fields that the contract marks `refers: 'organization'`, whatever they are called and however deep they
 * stand. An event of a type that the contracts do not know refers to none. The event is at its current version.
 */
export function organizationsReferredTo(event: DomainEvent): readonly string[] {
  const known = readings.get(event.type);
  if (known) return known(event.data);
  const contract = eventContract(event.type);
  if (!contract) return [];
  const reading = onceEach(readingOf(z.toJSONSchema(contract.schema)));
  readings.set(event.type, reading);
  return reading(event.data);
}

const onceEach =
  (reading: Reading): Reading =>
  (value) => [...new Set(reading(value))];

/** The JSON Schema of a shape keeps its marks, and is smaller to walk than the shape. */
function readingOf(root: z.core.JSONSchema.BaseSchema): Reading {
  const of = (schema: z.core.JSONSchema._JSONSchema | undefined): readonly Reading[] => {
    if (typeof schema !== 'object') return [];
    if (schema['refers'] === 'organization') return [(value) => (typeof value === 'string' ? [value] : [])];
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
    return reading(field);
  };

/** In the elements of a list, or in the values of a record. */
const inEach =
  (reading: Reading): Reading =>
  (value) =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(reading) : [];

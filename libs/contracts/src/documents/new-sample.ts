import { z } from 'zod';
import type { EventContract } from '../contract.ts';

/** Values that some field of the contracts takes; the first that fits is taken. */
const values = [
  '2022-03-01',
  '990100-SZGW-001-B001',
  '2022',
  '1',
  '示例',
  '0'.repeat(64),
  '6f1a5c1e-5b5d-4c0a-9d53-7a6962750001',
  '2022-03-01T04:00:00.000Z',
  1,
  true,
];
// A day and a year look like organization codes.
const organizations = ['990100-SZGW-001-B001'];

/**
 * A first sample of an event, with every field that it may have; written once, and then a document of its own.
 * @throws Error naming the event when its shape takes no such value: its sample is written by hand
 */
export function newSample({ type, schemaVersion, schema }: EventContract): object {
  const data = valueOf(schema);
  const fault = schema.safeParse(data).error;
  if (fault) throw new Error(`write the sample of ${type} by hand: ${z.prettifyError(fault)}`);
  return { type, schemaVersion, data };
}

function valueOf(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return valueOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return [valueOf(schema.element)];
  if (schema instanceof z.ZodRecord) return { [String(valueOf(schema.keyType))]: valueOf(schema.valueType) };
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodObject) {
    return Object.fromEntries(Object.entries(schema.shape).map(([name, part]) => [name, valueOf(part)]));
  }
  return leafOf(schema);
}

function leafOf(schema: z.core.$ZodType): unknown {
  const refers = z.globalRegistry.get(schema)?.['refers'];
  return (refers === 'organization' ? organizations : values).find((value) => z.safeParse(schema, value).success);
}

import { z } from 'zod';
import { commandCatalogue, eventCatalogue } from '../catalogue.ts';
import type { EventContract } from '../contract.ts';

/** A document to be written: its path within the folder of generated documents, and its text. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

export const asText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const eventSchemaPath = ({ type, schemaVersion }: EventContract): string =>
  `schemas/events/${type}.v${schemaVersion}.json`;
export const commandSchemaPath = (name: string): string => `schemas/commands/${name}.json`;

/** JSON Schemas (2020-12) of what every event says and every command asks, generated from the contracts. */
export function schemaDocuments(): readonly Document[] {
  const events = Object.values(eventCatalogue).map((contract) => ({
    path: eventSchemaPath(contract),
    text: asText({ title: contract.type, ...jsonSchema(contract.schema) }),
  }));
  const commands = Object.values(commandCatalogue).map(({ name, schema }) => ({
    path: commandSchemaPath(name),
    text: asText({ title: name, ...jsonSchema(schema) }),
  }));
  return [...events, ...commands];
}

/** The JSON Schema of a contract's shape. */
export function jsonSchema(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    override: ({ jsonSchema: part }) => {
      // The mark that makes a GraphQL Date of a day makes a date of it here.
      if (part['graphql'] === 'Date') part.format = 'date';
      delete part['graphql'];
      delete part['refers'];
    },
  });
}

import { type CommandContract, commandCatalogue } from '@zhibu/contracts';
import { z } from 'zod';

/** What a command's payload looks like, as far as GraphQL can say it. */
export type InputShape =
  | {
      readonly kind: 'scalar';
      readonly scalar: 'Boolean' | 'Date' | 'Float' | 'ID' | 'Int' | 'String';
      readonly oneOf?: readonly string[];
    }
  | { readonly kind: 'list'; readonly of: InputShape }
  /** A value per code. GraphQL has no maps, so it is a list of entries there. */
  | { readonly kind: 'record'; readonly of: InputShape }
  | { readonly kind: 'object'; readonly name: string; readonly fields: readonly InputField[] };

export interface InputField {
  readonly name: string;
  readonly shape: InputShape;
  readonly required: boolean;
  /** null says something here: it is not the same as leaving the field out. */
  readonly nullable: boolean;
}

export interface CommandInput {
  readonly contract: CommandContract;
  /** The mutation: the command's name in lowerCamelCase. */
  readonly mutation: string;
  readonly shape: InputShape & { readonly kind: 'object' };
}

type Json = z.core.JSONSchema.BaseSchema;
interface Place {
  readonly name: string;
  readonly definitions: Readonly<Record<string, Json>>;
}

/** Every command of the contracts, by its mutation. */
export function commandInputs(): readonly CommandInput[] {
  return Object.values(commandCatalogue).map((contract) => {
    const schema = z.toJSONSchema(contract.schema, { io: 'input', unrepresentable: 'any' });
    const definitions = Object.fromEntries(
      Object.entries(schema.$defs ?? {}).flatMap(([name, value]) => (typeof value === 'object' ? [[name, value]] : [])),
    );
    const shape = objectShape(schema, { name: contract.name, definitions });
    return { contract, mutation: lowerFirst(contract.name), shape };
  });
}

function shapeOf(schema: Json, place: Place): InputShape {
  if (schema.$ref !== undefined) return definedShape(schema.$ref.replace('#/$defs/', ''), place);
  if (typeof schema.items === 'object' && !Array.isArray(schema.items)) {
    return { kind: 'list', of: shapeOf(schema.items, { ...place, name: singular(place.name) }) };
  }
  if (schema.properties) return objectShape(schema, place);
  if (typeof schema.additionalProperties === 'object')
    return { kind: 'record', of: shapeOf(schema.additionalProperties, place) };
  return scalarShape(schema, place);
}

function definedShape(name: string, place: Place): InputShape {
  const definition = place.definitions[name];
  if (!definition) throw new Error(`${place.name} refers to ${name}, which is not defined`);
  return shapeOf(definition, { ...place, name });
}

function objectShape(schema: Json, place: Place): InputShape & { readonly kind: 'object' } {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, value]): InputField[] => {
    if (typeof value !== 'object') return [];
    const shape = shapeOf(value, { ...place, name: `${place.name}${upperFirst(name)}` });
    return [
      {
        name,
        shape: name.endsWith('Id') ? { kind: 'scalar', scalar: 'ID' } : shape,
        required: required.has(name),
        nullable: isNullable(value),
      },
    ];
  });
  return { kind: 'object', name: `${place.name}Input`, fields };
}

const scalars: Readonly<Record<string, 'Boolean' | 'Float' | 'Int' | 'String'>> = {
  boolean: 'Boolean',
  number: 'Float',
  integer: 'Int',
  string: 'String',
};

function scalarShape(schema: Json, place: Place): InputShape {
  if (schema['graphql'] === 'Date') return { kind: 'scalar', scalar: 'Date' };
  const scalar = typesOf(schema)
    .map((type) => scalars[type])
    .find((known) => known !== undefined);
  if (!scalar) throw new Error(`${place.name}: GraphQL has no input for ${JSON.stringify(schema)}`);
  const words = schema.enum?.filter((word) => typeof word === 'string');
  return { kind: 'scalar', scalar, ...(words ? { oneOf: words } : {}) };
}

function typesOf(schema: Json): readonly string[] {
  if (schema.anyOf) return schema.anyOf.flatMap((branch) => (typeof branch === 'object' ? typesOf(branch) : []));
  return typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
}

const isNullable = (schema: Json): boolean => typesOf(schema).includes('null');
const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
const upperFirst = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const lowerFirst = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

import type { GatewayContext } from '../request/context.ts';
import type { View } from '../views/view.ts';
import { type Asked, isEmpty, namesSomething, refuseUnknown, refuseUnknownScheme } from './asked.ts';

/** A field of the schema: what answers it, from what its parent was answered with. */
export type Field = (parent: never, args: never, context: GatewayContext) => unknown;

/** Fields of a type; one that is not named is the property of that name. */
export type Fields = Readonly<Record<string, Field>>;

/** Fields of the schema, by type. */
export type Resolvers = Readonly<Record<string, Fields>>;

/** A part of the schema: what answers it, and the view whose tables it keeps, where it keeps any. */
export interface Answering {
  readonly resolvers: Resolvers;
  readonly view?: View;
}

/** What stands before a field of a type, by the field's name. */
export type Guard = (name: string, field: Field) => Field;

/**
 * The fields of all parts of the schema, those of a type behind its guard.
 * @throws Error where two of them answer the same field
 */
export function allFields(parts: readonly Resolvers[], guards: Readonly<Record<string, Guard>> = {}): Resolvers {
  const all: Record<string, Record<string, Field>> = {};
  for (const [type, fields] of parts.flatMap((part) => Object.entries(part))) {
    const known = all[type] ?? {};
    const twice = Object.keys(fields).find((field) => Object.hasOwn(known, field));
    if (twice !== undefined) throw new Error(`${type}.${twice} is answered twice`);
    all[type] = { ...known, ...mapped(fields, guards[type]) };
  }
  return all;
}

const mapped = (fields: Fields, guard: Guard = (_name, field) => field): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, guard(name, refusing(field))]));

/** Fields that are properties of what their type was answered with, named because a guard stands before them. */
export const propertiesOf = <Parent>(names: readonly (keyof Parent & string)[]): Fields =>
  Object.fromEntries(names.map((name) => [name, (parent: Parent) => parent[name]]));

/** A field that says of what nobody knows that it is unknown, and does not answer it with nothing. */
function refusing(field: Field): Field {
  return (parent, args, context) => {
    const asked: Asked = Object(args);
    return namesSomething(asked) ? answered(field, { parent, args, asked, context }) : field(parent, args, context);
  };
}

interface Question {
  readonly parent: never;
  readonly args: never;
  readonly asked: Asked;
  readonly context: GatewayContext;
}

async function answered(field: Field, { parent, args, asked, context }: Question): Promise<unknown> {
  await refuseUnknownScheme(asked, context);
  const answer = await field(parent, args, context);
  if (isEmpty(answer)) await refuseUnknown(asked, context);
  return answer;
}

/** Fields that are those of a record which is looked up only where one of them is asked for. */
export function fieldsOf<Parent, Found extends object>(
  names: readonly (keyof Found & string)[],
  lookUp: (parent: Parent, context: GatewayContext) => Promise<Found>,
): Fields {
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (parent: Parent, _args: unknown, context: GatewayContext) => (await lookUp(parent, context))[name],
    ]),
  );
}

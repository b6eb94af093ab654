import type { z } from 'zod';

export const services = ['organization', 'assessment', 'rectification', 'supervision'] as const;
export type ServiceName = (typeof services)[number];

/** An event's one declaration: what it is called, which version is current, and what it says. */
export interface EventContract<Type extends string = string, Data = object> {
  readonly type: Type;
  readonly service: ServiceName;
  readonly aggregate: string;
  readonly schemaVersion: number;
  readonly schema: z.ZodType<Data>;
}

/** A command's one declaration: its payload, and the stream it is decided on. */
export interface CommandContract<Name extends string = string, Data = object> {
  readonly name: Name;
  readonly service: ServiceName;
  readonly aggregate: string;
  readonly schema: z.ZodType<Data>;
  /** The stream of a payload that the schema has let through. */
  readonly streamOf: (data: Data) => string;
}

/** A command as its decider sees it. */
export interface Command<Name extends string = string, Data = object> {
  readonly name: Name;
  readonly data: Data;
}

export type EventOf<C> =
  C extends EventContract<infer Type, infer Data> ? { readonly type: Type; readonly data: Data } : never;
export type CommandOf<C> =
  C extends CommandContract<infer Name, infer Data> ? { readonly name: Name; readonly data: Data } : never;

/**
 * Narrows events to those of some types. What they say is known by their contracts, which `upcast` has held them
 * against; here only the type is looked at.
 */
export function isOneOf<Contracts extends readonly EventContract[]>(...contracts: Contracts) {
  return <Event extends { readonly type: string; readonly data: object }>(
    event: Event,
  ): event is Event & EventOf<Contracts[number]> => contracts.some((contract) => contract.type === event.type);
}

/** Declares the events of an aggregate, each at version 1 unless `versions` says more. */
export function eventsOf<Shapes extends Record<string, z.ZodType<object>>>(
  owner: {
    readonly service: ServiceName;
    readonly aggregate: string;
    readonly versions?: Partial<Record<keyof Shapes, number>>;
  },
  shapes: Shapes,
): { readonly [Type in keyof Shapes & string]: EventContract<Type, z.infer<Shapes[Type]>> } {
  const declared = Object.entries(shapes).map(([type, schema]) => [
    type,
    { type, schema, service: owner.service, aggregate: owner.aggregate, schemaVersion: owner.versions?.[type] ?? 1 },
  ]);
  return Object.fromEntries(declared) as never;
}

/** Declares the commands of an aggregate; `streamOf` finds the stream from any of their payloads. */
export function commandsOf<Shapes extends Record<string, z.ZodType<object>>>(
  owner: {
    readonly service: ServiceName;
    readonly aggregate: string;
    readonly streamOf: (data: z.infer<Shapes[keyof Shapes]>) => string;
  },
  shapes: Shapes,
): { readonly [Name in keyof Shapes & string]: CommandContract<Name, z.infer<Shapes[Name]>> } {
  const declared = Object.entries(shapes).map(([name, schema]) => [
    name,
    { name, schema, service: owner.service, aggregate: owner.aggregate, streamOf: owner.streamOf },
  ]);
  return Object.fromEntries(declared) as never;
}

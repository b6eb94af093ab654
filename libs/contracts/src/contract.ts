import type { z } from 'zod';
import type { RefusalWords } from './refusals.ts';
import type { Right } from './rights.ts';
import type { Wording } from './vocabulary.ts';

export const services = ['organization', 'assessment', 'rectification', 'supervision'] as const;
export type ServiceName = (typeof services)[number];

/** Something for each service: the one place, beside the list itself, that names them all. */
export const byService = <Value>(of: (service: ServiceName) => Value): Readonly<Record<ServiceName, Value>> => ({
  organization: of('organization'),
  assessment: of('assessment'),
  rectification: of('rectification'),
  supervision: of('supervision'),
});

/** What an aggregate's contract says of one of its events. */
export interface EventDeclaration {
  /** What it says happened. */
  readonly words: Wording;
  readonly shape: z.ZodType<object>;
  /** The status that its subject then has; absent: the one it had. */
  readonly leadsTo?: string;
  /** 1 unless it says more; the shapes before live in `upcast.ts`. */
  readonly schemaVersion?: number;
}

/** What an aggregate's contract says of one of its commands. */
export interface CommandDeclaration {
  readonly shape: z.ZodType<object>;
  /** Who may send it (access.md). */
  readonly right: Right;
  /**
   * The field that says which organization, or which subject of its own, it is about; left out of a payload: the platform.
   * null: no organization, so that whoever has the right somewhere may send it.
   */
  readonly about: string | null;
}

/** An aggregate's one declaration: where it lives, what happens to it, what it is asked, and how it refuses. */
export interface AggregateDeclaration {
  readonly service: ServiceName;
  readonly aggregate: string;
  /** The statuses that people read; none where there is no such thing. */
  readonly statuses: Readonly<Record<string, Wording>>;
  readonly events: Readonly<Record<string, EventDeclaration>>;
  readonly commands: Readonly<Record<string, CommandDeclaration>>;
  readonly refusals: Readonly<Record<string, RefusalWords>>;
  /** How the stream is named, for people: `activity-<branchId>:<year>`. */
  readonly streamName: string;
}

/** An event of the contracts: what it is called, which version is current, and what it says. */
export interface EventContract<Type extends string = string, Data = object> {
  readonly type: Type;
  readonly service: ServiceName;
  readonly aggregate: string;
  readonly schemaVersion: number;
  readonly schema: z.ZodType<Data>;
  readonly words: Wording;
  readonly leadsTo?: string | undefined;
}

/** A command of the contracts: its payload, the stream it is decided on, who may send it and about what. */
export interface CommandContract<Name extends string = string, Data = object> {
  readonly name: Name;
  readonly service: ServiceName;
  readonly aggregate: string;
  readonly schema: z.ZodType<Data>;
  /** The stream of a payload that the schema has let through. */
  readonly streamOf: (data: Data) => string;
  readonly right: Right;
  readonly about: string | null;
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

/** Any of the events of an aggregate, by its contract. */
export type EventsOf<Contract extends { readonly events: object }> = EventOf<
  Contract['events'][keyof Contract['events']]
>;
/** Any of the commands of an aggregate, by its contract. */
export type CommandsOf<Contract extends { readonly commands: object }> = CommandOf<
  Contract['commands'][keyof Contract['commands']]
>;

/** The contract of an aggregate, with its events and commands by name. */
export interface AggregateContract<Of extends AggregateDeclaration = AggregateDeclaration> {
  readonly service: Of['service'];
  readonly aggregate: Of['aggregate'];
  readonly streamName: string;
  readonly statuses: Of['statuses'];
  readonly refusals: Of['refusals'];
  readonly events: {
    readonly [Type in keyof Of['events'] & string]: EventContract<Type, z.infer<Of['events'][Type]['shape']>>;
  };
  readonly commands: {
    readonly [Name in keyof Of['commands'] & string]: CommandContract<Name, z.infer<Of['commands'][Name]['shape']>>;
  };
}

type DataIn<Of extends AggregateDeclaration> = z.infer<Of['commands'][keyof Of['commands']]['shape']>;

/** Declares an aggregate; `stream` names the stream of any payload of its commands. */
export function aggregate<const Of extends AggregateDeclaration>(
  declaration: Of,
  stream: (data: DataIn<Of>) => string,
): AggregateContract<Of> {
  const { service, aggregate: name, streamName, statuses, refusals } = declaration;
  const events = Object.entries(declaration.events).map(
    ([type, { shape: schema, words, leadsTo, schemaVersion = 1 }]) => [
      type,
      { type, schema, words, leadsTo, schemaVersion, service, aggregate: name },
    ],
  );
  const commands = Object.entries(declaration.commands).map(([command, { shape: schema, right, about }]) => [
    command,
    { name: command, schema, right, about, service, aggregate: name, streamOf: stream },
  ]);
  const byName = { events: Object.fromEntries(events), commands: Object.fromEntries(commands) } as never as Pick<
    AggregateContract<Of>,
    'events' | 'commands'
  >;
  return { service, aggregate: name, streamName, statuses, refusals, ...byName };
}

/**
 * Narrows events to those of some types. What they say is known by their contracts, which `upcast` has held them
 * against; here only the type is looked at.
 */
export function isOneOf<Contracts extends readonly EventContract[]>(...contracts: Contracts) {
  return <Event extends { readonly type: string; readonly data: object }>(
    event: Event,
  ): event is Event & EventOf<Contracts[number]> => contracts.some((contract) => contract.type === event.type);
}

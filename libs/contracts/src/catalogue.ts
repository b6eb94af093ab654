import { aggregates } from './aggregates.ts';
import type {
  AggregateContract,
  CommandContract,
  CommandsOf,
  EventContract,
  EventsOf,
  ServiceName,
} from './contract.ts';
import { draftingRefusals } from './drafting.refusals.ts';
import { evidenceRefusals } from './evidence.refusals.ts';
import { logInRefusals } from './log-in.refusals.ts';
import { doorRefusals, type RefusalWords, sharedRefusals } from './refusals.ts';
import type { Wording } from './vocabulary.ts';

type Contract = (typeof aggregates)[keyof typeof aggregates];
type EventIn<C> = C extends { readonly events: object } ? EventsOf<C> : never;
type CommandIn<C> = C extends { readonly commands: object } ? CommandsOf<C> : never;
type CodeIn<C> = C extends { readonly refusals: infer Refusals } ? keyof Refusals & string : never;

/** The aggregates of a service, by name. */
export type AggregateOf<Service extends ServiceName> = Extract<Contract, { readonly service: Service }>['aggregate'];
/** Any event of the platform. */
export type PlatformEvent = EventIn<Contract>;
/** The event of a type: `EventNamed<'RoundClosed'>`. */
export type EventNamed<Type extends PlatformEvent['type']> = Extract<PlatformEvent, { readonly type: Type }>;
/** Any command of the platform. */
export type PlatformCommand = CommandIn<Contract>;
/** The command of a name: `CommandNamed<'CloseRound'>`. */
export type CommandNamed<Name extends PlatformCommand['name']> = Extract<PlatformCommand, { readonly name: Name }>;
/** Every code that a caller can meet. */
export type RefusalCode =
  | CodeIn<Contract>
  | keyof typeof sharedRefusals
  | keyof typeof doorRefusals
  | keyof typeof draftingRefusals
  | keyof typeof evidenceRefusals
  | keyof typeof logInRefusals;

const contracts: readonly AggregateContract[] = Object.values(aggregates);

const merged = <Value>(parts: readonly Readonly<Record<string, Value>>[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(parts.flatMap((part) => Object.entries(part)));

/** Every event of the platform, by type. */
export const eventCatalogue: Readonly<Record<string, EventContract>> = merged(contracts.map(({ events }) => events));

/** Every command of the platform, by name. */
export const commandCatalogue: Readonly<Record<string, CommandContract>> = merged(
  contracts.map(({ commands }) => commands),
);

/** What each event says happened, by type. */
export const eventWords: Readonly<Record<string, Wording>> = Object.fromEntries(
  Object.values(eventCatalogue).map(({ type, words }) => [type, words]),
);

/** What each refusal says, by code. */
export const refusalWords: Readonly<Record<string, RefusalWords>> = merged<RefusalWords>([
  doorRefusals,
  draftingRefusals,
  evidenceRefusals,
  logInRefusals,
  sharedRefusals,
  ...contracts.map(({ refusals }) => refusals),
]);

export const eventContract = (type: string): EventContract | undefined =>
  Object.hasOwn(eventCatalogue, type) ? eventCatalogue[type] : undefined;

/** The current version of an event type's shape; 1 of a type that the contracts do not have, as samples in tests are. */
export const currentVersion = (type: string): number => eventContract(type)?.schemaVersion ?? 1;

export const commandContract = (name: string): CommandContract | undefined =>
  Object.hasOwn(commandCatalogue, name) ? commandCatalogue[name] : undefined;

import {
  type EditionCommand,
  editionCommands,
  type GradingCommand,
  gradingCommands,
  type RoundCommand,
  roundCommands,
} from './assessment.commands.ts';
import {
  type EditionEvent,
  editionEvents,
  type GradingEvent,
  gradingEvents,
  type RoundEvent,
  roundEvents,
} from './assessment.events.ts';
import type { CommandContract, EventContract } from './contract.ts';
import {
  type ActivityCommand,
  activityCommands,
  type OrganizationCommand,
  organizationCommands,
} from './organization.commands.ts';
import {
  type ActivityEvent,
  activityEvents,
  type OrganizationEvent,
  organizationEvents,
} from './organization.events.ts';
import {
  type ProblemCommand,
  problemCommands,
  type RemediationCommand,
  remediationCommands,
} from './rectification.commands.ts';
import { type ProblemEvent, problemEvents, type RemediationEvent, remediationEvents } from './rectification.events.ts';

/** Any event of the platform. */
export type PlatformEvent =
  | OrganizationEvent
  | ActivityEvent
  | EditionEvent
  | RoundEvent
  | GradingEvent
  | ProblemEvent
  | RemediationEvent;

/** The event of a type: `EventNamed<'RoundClosed'>`. */
export type EventNamed<Type extends PlatformEvent['type']> = Extract<PlatformEvent, { readonly type: Type }>;

/** Any command of the platform. */
export type PlatformCommand =
  | OrganizationCommand
  | ActivityCommand
  | EditionCommand
  | RoundCommand
  | GradingCommand
  | ProblemCommand
  | RemediationCommand;

/** The command of a name: `CommandNamed<'OpenRemediation'>`. */
export type CommandNamed<Name extends PlatformCommand['name']> = Extract<PlatformCommand, { readonly name: Name }>;

/** Every event of the platform, by type. */
export const eventCatalogue: Readonly<Record<string, EventContract>> = {
  ...organizationEvents,
  ...activityEvents,
  ...editionEvents,
  ...roundEvents,
  ...gradingEvents,
  ...problemEvents,
  ...remediationEvents,
} as never;

/** Every command of the platform, by name. */
export const commandCatalogue: Readonly<Record<string, CommandContract>> = {
  ...organizationCommands,
  ...activityCommands,
  ...editionCommands,
  ...roundCommands,
  ...gradingCommands,
  ...problemCommands,
  ...remediationCommands,
} as never;

export const eventContract = (type: string): EventContract | undefined =>
  Object.hasOwn(eventCatalogue, type) ? eventCatalogue[type] : undefined;

export const commandContract = (name: string): CommandContract | undefined =>
  Object.hasOwn(commandCatalogue, name) ? commandCatalogue[name] : undefined;

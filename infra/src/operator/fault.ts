import type { Wording } from '@zhibu/contracts';
import { faults } from './vocabulary.ts';

/** How an operator's command ends; scripts may rely on it. */
export const exits = {
  done: 0,
  /** It was carried out, and something is not as it should be; or it was refused, with the reason. */
  notSo: 1,
  /** Wrong arguments or settings: nothing was looked at. */
  wrongUse: 2,
  /** It could not be carried out: nobody answers, the folder is held, a store is of another kind. */
  notDone: 3,
} as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** What keeps a command from being carried out, in a sentence that says what to do. */
export class OperatorFault extends Error {
  override readonly name = 'OperatorFault';
  readonly wording: Wording;
  readonly exit: Exit;

  constructor(wording: Wording, exit: Exit) {
    super(wording.en);
    this.wording = wording;
    this.exit = exit;
  }
}

/** By name: to know them by class, every command would load the applications that throw them. */
const exitsByName: Readonly<Record<string, Exit>> = {
  WrongArguments: exits.wrongUse,
  ConfigurationError: exits.wrongUse,
  RebuildRefused: exits.notSo,
  SchemaTooNew: exits.notSo,
  MigrationMismatch: exits.notSo,
};

/** The sentence for whatever ended a command, and the exit code that goes with it. */
export function endOf(error: unknown): { readonly wording: Wording; readonly exit: Exit } {
  if (error instanceof OperatorFault) return error;
  const name = error instanceof Error ? error.name : '';
  return { wording: wordingOf(error, name), exit: exitsByName[name] ?? exits.notDone };
}

function wordingOf(error: unknown, name: string): Wording {
  if (hasWording(error)) return error.wording;
  const message = error instanceof Error ? error.message : String(error);
  return name === 'ConfigurationError' ? faults.configuration(message) : faults.failed(message);
}

function hasWording(error: unknown): error is { readonly wording: Wording } {
  if (typeof error !== 'object' || error === null || !('wording' in error)) return false;
  const { wording } = error;
  return typeof wording === 'object' && wording !== null && 'zh' in wording && 'en' in wording;
}

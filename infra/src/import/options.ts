import type { Platform } from '@zhibu/client';
import type { EditionFile } from '@zhibu/handover';
import type { Day } from '@zhibu/kernel';
import type { Terminal } from '../terminal/terminal.adapter.ts';

/** What an import is told on the command line. */
export interface ImportOptions {
  readonly folder: string;
  /** The edition that the files are graded by, then those that are published beside it. */
  readonly editions: readonly string[];
  readonly period: string;
  readonly asOf: Day;
  readonly closeRound: boolean;
  readonly quotaBasis: string | undefined;
  readonly dryRun: boolean;
  readonly acceptGoodRows: boolean;
  /** Where rejects go; absent: beside the folder. */
  readonly rejects: string | undefined;
}

/** How an import ended. */
export const exits = { done: 0, rowsWrong: 1, doneWithRejects: 2, refused: 3 } as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** An import under way: what it was told, whom it sends to, where it speaks. */
export interface Intake {
  readonly options: ImportOptions;
  readonly platform: Platform;
  readonly terminal: Terminal;
  readonly edition: EditionFile;
  readonly others: readonly EditionFile[];
}

/** The folder's path as the name of what is written beside it begins with. */
export const trimmed = (folder: string): string => folder.replace(/[/\\]+$/, '');

/** Where something is written beside the folder, without an extension. */
export const pathBeside = ({ folder }: ImportOptions, what: string): string => `${trimmed(folder)}-${what}`;

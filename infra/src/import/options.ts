import { basename, join } from 'node:path';
import type { Platform } from '@zhibu/client';
import type { EditionFile, ProgrammeBasis } from '@zhibu/handover';
import type { Day } from '@zhibu/kernel';
import type { Terminal } from '../terminal/terminal.adapter.ts';

/** What an import is told on the command line. */
export interface ImportOptions {
  readonly folder: string;
  /** The edition that says in which scheme is graded, then those that grade beside it or are published with it. */
  readonly editions: readonly string[];
  readonly period: string;
  readonly asOf: Day;
  readonly closeRound: boolean;
  readonly quotaBasis: string | undefined;
  /** The day on which the round was closed; absent: today. */
  readonly closedOn: Day | undefined;
  /** On what the programmes rest by which the register's organizations were designated. */
  readonly programmeBases: readonly ProgrammeBasis[];
  readonly dryRun: boolean;
  readonly acceptGoodRows: boolean;
  /** Where rejects go; absent: beside the folder. */
  readonly rejects: string | undefined;
  /** The folder that faults and warnings are written into; made where it is missing. */
  readonly reports: string;
  /** How long somebody who is away is waited for, in minutes. */
  readonly waitMinutes: number;
  /** The command as it was typed, to be repeated. */
  readonly command: string;
}

/** How an import ended. */
export const exits = { done: 0, rowsWrong: 1, doneWithRejects: 2, refused: 3, personDecides: 4 } as const;
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

/** Where a report on the folder is written, without an extension; never beside the folder, which may be another's. */
export const reportPath = ({ folder, reports }: ImportOptions, what: string): string =>
  join(reports, `${basename(trimmed(folder))}-${what}`);

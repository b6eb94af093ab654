import type { Wording } from '@zhibu/contracts';
import { visitWords } from './judging/visit.words.ts';
import { judgingWords } from './judging/vocabulary.ts';
import { readingWords } from './reading/vocabulary.ts';
import { rowWords } from './rows/vocabulary.ts';

const faultWords = { ...readingWords, ...rowWords, ...judgingWords, ...visitWords };

/** What can be wrong or odd, by its stable code. */
export type FaultCode = keyof typeof faultWords;

/** Something wrong (or, as a warning, odd) in the files handed over, and where. */
export interface Fault {
  readonly file: string;
  /** As a spreadsheet counts it, the header being 1; null: the file as a whole. */
  readonly row: number | null;
  readonly column: string | null;
  readonly value: string;
  readonly code: FaultCode;
  readonly zh: string;
  readonly en: string;
}

export interface FaultPlace {
  readonly file: string;
  readonly row?: number;
  readonly column?: string;
  readonly value?: string;
  /** What the wording names beside the value: the other row, what was expected; in both languages where it is words. */
  readonly detail?: string | Wording;
}

const LONGEST_VALUE = 120;

/** A fault in both languages; a value of any length is shown in short and without control characters. */
export function fault(code: FaultCode, place: FaultPlace): Fault {
  const value = shown(place.value ?? '');
  const { detail = '' } = place;
  const filled = (language: keyof Wording): string =>
    faultWords[code][language].replace('{detail}', () => shown(typeof detail === 'string' ? detail : detail[language]));
  return {
    file: place.file,
    row: place.row ?? null,
    column: place.column ?? null,
    value,
    code,
    zh: filled('zh'),
    en: filled('en'),
  };
}

/** In the order of the files, then of the rows. */
export function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const files = [...new Set(faults.map(({ file }) => file))];
  return faults.toSorted((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.row ?? 0) - (b.row ?? 0));
}

function shown(text: string): string {
  const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return short.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '�');
}

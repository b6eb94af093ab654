import { contentHash, type Day } from '@zhibu/kernel';

/** A count, or text as it is shown: decimals and days are text. */
export type Cell = string | number;

/** `width`: of its column, in Chinese characters. */
export interface Column {
  readonly heading: string;
  readonly width: number;
}

/** What is not said leaves its cell empty. */
export const cell = (value: Cell | null | undefined): Cell => value ?? '';

export interface Table {
  readonly title: string;
  /** What stands between title and columns: whose table it is, of which year. */
  readonly note?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A part of a letter: a heading of the first level (一、), or a paragraph. */
export interface Part {
  readonly kind: 'heading' | 'text';
  readonly text: string;
}

/** 公文: a draft by the layout of GB/T 9704; the issuing body adds number, red head, and the day beside its name. */
export interface Letter {
  readonly kind: 'letter';
  readonly title: string;
  /** 主送机关; absent: it is addressed to everybody. */
  readonly to?: string;
  readonly parts: readonly Part[];
  /** 发文机关署名. */
  readonly signature: string;
  readonly annexes: readonly Table[];
}

/** Tables, each a sheet of its own. */
export interface Sheets {
  readonly kind: 'sheets';
  readonly title: string;
  readonly tables: readonly Table[];
}

/** What a document shows, before it has any form. */
export type Paper = Letter | Sheets;

/** What a document shows, of which day, as known at which instant. */
export interface Drafted {
  readonly name: string;
  readonly asOf: Day;
  /** RFC 3339, milliseconds, UTC. */
  readonly knownAt: string;
  readonly paper: Paper;
}

/** Papers stay under so many characters, annexes aside. Source: domain.md, section 9. */
export const PAPER_CHARACTERS = 4_000;

/** How many characters the text of a letter has, annexes aside. */
export const charactersOf = ({ title, to = '', parts, signature }: Letter): number =>
  [title, to, signature, ...parts.map(({ text }) => text)].join('').length;

export const tablesOf = (paper: Paper): readonly Table[] => (paper.kind === 'letter' ? paper.annexes : paper.tables);

/** SHA-256 in hexadecimal of all that a document shows (RFC 8785): the same moment gives the same hash. */
export const hashOf = (drafted: Drafted): string => contentHash(drafted);

const instant = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'long',
  timeStyle: 'medium',
  hour12: false,
});

/** What stands at the foot: the day, the instant, and the hash by which anybody finds whether something was changed. */
export const footOf = (drafted: Drafted): string =>
  `数据截至${dayText(drafted.asOf)}，按${instant.format(new Date(drafted.knownAt))}前的记录。内容校验码（SHA-256）：${hashOf(drafted)}`;

/** 2026年3月5日. */
export function dayText(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

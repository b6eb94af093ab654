import { editionContent, type EditionContent, editionId, issueWords } from '@zhibu/contracts';
import { sha256 } from '@zhibu/kernel';
import { type Fault, fault } from '../fault.ts';
import { type GivenFile, unreadable } from './folder.ts';
import { textOf } from './text.ts';

/** The edition's file, with its content as the platform takes it. */
export interface EditionFile {
  readonly file: string;
  readonly sha256: string;
  readonly content: EditionContent;
}

/** Editions that are given twice, each by its second file. */
export function editionsTwice(editions: readonly EditionFile[]): readonly Fault[] {
  return editions.flatMap(({ file, content }, index) => {
    const first = editions.slice(0, index).find((one) => editionId(one.content) === editionId(content));
    return first ? [fault('edition-twice', { file, value: editionId(content), detail: first.file })] : [];
  });
}

/** Reads an edition, or says what is wrong with it; what must hold among its parts is judged when it is published. */
export function readEdition({ name: file, bytes }: GivenFile): EditionFile | readonly Fault[] {
  try {
    const given = bytes();
    const read = editionContent.safeParse(JSON.parse(textOf(given) ?? ''));
    if (read.success) return { file, sha256: sha256(given), content: read.data };
    return read.error.issues.map((issue) =>
      fault('edition-invalid', { file, column: issue.path.join('.'), detail: issueWords(issue) }),
    );
  } catch (error) {
    return [unreadable(file, error)];
  }
}

import type { Wording } from '@zhibu/contracts';
import type { Judgement, Known } from '@zhibu/handover';
import type { SourceReference } from '@zhibu/kernel';

/** An organization as an operator knows it: its name, and its code. */
export type NameOf = (code: string) => Wording;

/** Names of the files, or of the platform where they have none; one that neither names is told by its code. */
export function namesFrom({ good }: Judgement, { organizations }: Known): NameOf {
  const ofFiles = new Map(good.register.map(({ code, name }) => [code, name]));
  return (code) => {
    const name = ofFiles.get(code) ?? organizations.get(code)?.name;
    return name === undefined
      ? { zh: `“${code}”`, en: `“${code}”` }
      : { zh: `${name}（${code}）`, en: `${name} (${code})` };
  };
}

const SHOWN_ROWS = 5;

/** Files and their rows, as a person looks them up. */
export function placesOf(sources: readonly SourceReference[]): Wording {
  const [zh, en] = [sources.map(placeInChinese), sources.map(placeInEnglish)];
  return { zh: zh.join('，'), en: en.join(', ') };
}

function placeInChinese({ file, rows }: SourceReference): string {
  if (rows.length === 0) return file;
  const more = rows.length > SHOWN_ROWS ? `等${rows.length}` : '';
  return `${file}第${rows.slice(0, SHOWN_ROWS).join('、')}${more}行`;
}

function placeInEnglish({ file, rows }: SourceReference): string {
  if (rows.length === 0) return file;
  const more = rows.length > SHOWN_ROWS ? ` and ${rows.length - SHOWN_ROWS} more` : '';
  return `${file} row ${rows.slice(0, SHOWN_ROWS).join(', ')}${more}`;
}

import type { Drafted, Letter } from './paper.ts';

/** Faces of GB/T 9704, each with what is taken where a machine lacks it. */
export const faces = {
  title: { name: '方正小标宋简体', instead: 'STZhongsong,宋体,Noto Serif CJK SC' },
  heading: { name: '黑体', instead: 'SimHei,Noto Sans CJK SC' },
  body: { name: '仿宋_GB2312', instead: '仿宋,FangSong,STFangsong,Noto Serif CJK SC' },
  number: { name: '宋体', instead: 'SimSun,Noto Serif CJK SC' },
} as const;

/** Properties that say nothing of when the file was made. */
export function propertiesOf({ knownAt }: Drafted, { title }: Letter): string {
  const at = (name: string): string =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${knownAt.replace(/\.\d+Z$/, 'Z')}</dcterms:${name}>`;
  return `<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>zhibu</dc:creator>${at('created')}${at('modified')}</cp:coreProperties>`;
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);

/** What is taken for a face that a machine lacks. */
export const fontTable = (): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.values(
    faces,
  )
    .map(
      ({ name, instead }) => `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/></w:font>`,
    )
    .join('')}</w:fonts>`;

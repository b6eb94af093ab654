const UTF8_BOM = [0xef, 0xbb, 0xbf];
const UTF16_BOMS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

/**
 * The text of a file in UTF-8, with or without BOM, or in GB18030 (which GBK and GB2312 are part of); undefined when
 * it is neither. Chinese text in GB18030 is practically never valid UTF-8, so UTF-8 is tried first and strictly.
 */
export function textOf(bytes: Uint8Array): string | undefined {
  if (UTF16_BOMS.some((bom) => startsWith(bytes, bom))) return undefined;
  const utf8 = decoded(bytes, 'utf-8');
  return utf8 ?? (startsWith(bytes, UTF8_BOM) ? undefined : decoded(bytes, 'gb18030'));
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function startsWith(bytes: Uint8Array, bom: readonly number[]): boolean {
  return bom.every((byte, index) => bytes[index] === byte);
}

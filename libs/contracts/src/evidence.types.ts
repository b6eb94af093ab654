import type { Wording } from './vocabulary.ts';

interface EvidenceType {
  readonly words: Wording;
  /** How the name of such a file ends, without the dot; the first is the usual one. */
  readonly endings: readonly string[];
}

const type = (zh: string, en: string, ...endings: readonly string[]): EvidenceType => ({ words: { zh, en }, endings });

/** The media types of evidence. */
export const evidenceTypeNames = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
  'application/ofd',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/x-ole-storage',
] as const;
export type EvidenceTypeName = (typeof evidenceTypeNames)[number];

/** What a file of evidence may be (domain.md, section 4), by its media type; what it is says its content, never its sender. */
export const evidenceTypes: Readonly<Record<EvidenceTypeName, EvidenceType>> = {
  'image/jpeg': type('JPEG图片', 'a JPEG picture', 'jpg', 'jpeg'),
  'image/png': type('PNG图片', 'a PNG picture', 'png'),
  'image/webp': type('WebP图片', 'a WebP picture', 'webp'),
  'image/heic': type('HEIC图片', 'a HEIC picture', 'heic', 'heif'),
  'application/pdf': type('PDF文件', 'a PDF file', 'pdf'),
  'application/ofd': type('OFD版式文件', 'an OFD file', 'ofd'),
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': type('Word文件', 'a Word file', 'docx'),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': type('Excel文件', 'an Excel file', 'xlsx'),
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': type(
    'PowerPoint文件',
    'a PowerPoint file',
    'pptx',
  ),
  'application/vnd.oasis.opendocument.text': type('ODF文本', 'an ODF text', 'odt'),
  'application/vnd.oasis.opendocument.spreadsheet': type('ODF表格', 'an ODF spreadsheet', 'ods'),
  // One container for all of them, of which the name alone says what is in it.
  'application/x-ole-storage': type(
    '97-2003版Office文件',
    'an Office file of 1997 to 2003',
    'doc',
    'xls',
    'ppt',
    'wps',
    'et',
    'dps',
  ),
};

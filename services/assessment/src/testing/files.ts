import type { EvidenceTypeName } from '@zhibu/contracts';

/** An entry of a ZIP, stored as it is, as far as its beginning goes. */
export function entry(name: string, stored = ''): Buffer {
  const head = Buffer.alloc(30);
  head.write('PK\u0003\u0004', 'latin1');
  const named = Buffer.from(name);
  head.writeUInt16LE(named.length, 26);
  return Buffer.concat([head, named, Buffer.from(stored)]);
}

const office = (folder: string): Buffer =>
  Buffer.concat([
    entry('[Content_Types].xml', '<Types/>'),
    entry('_rels/.rels', '<R/>'),
    entry(`${folder}/x.xml`, '<x/>'),
  ]);

const bytes = (hex: string): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from('content')]);

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** The beginning of a file of each type. */
export const files: readonly (readonly [EvidenceTypeName, Buffer])[] = [
  ['image/jpeg', bytes('ffd8ffe000104a464946')],
  ['image/png', bytes('89504e470d0a1a0a')],
  ['image/webp', bytes('524946460000000057454250')],
  ['image/heic', bytes('00000018667479706865696300000000')],
  ['application/pdf', Buffer.from('%PDF-1.7\n')],
  ['application/ofd', Buffer.concat([entry('OFD.xml', '<OFD/>'), entry('Doc_0/Document.xml')])],
  [`${OOXML}.wordprocessingml.document`, office('word')],
  [`${OOXML}.spreadsheetml.sheet`, office('xl')],
  [`${OOXML}.presentationml.presentation`, office('ppt')],
  [`${ODF}.text`, entry('mimetype', `${ODF}.textPK`)],
  [`${ODF}.spreadsheet`, entry('mimetype', `${ODF}.spreadsheetPK`)],
  ['application/x-ole-storage', bytes('d0cf11e0a1b11ae1')],
];

import { type EvidenceTypeName, evidenceTypes } from '@zhibu/contracts';

/** So many bytes from the beginning of a file say what it is. */
export const HEAD_BYTES = 8 * 1024;

/** How a file begins: bytes in hexadecimal, any two digits where two points stand. */
const beginnings: readonly (readonly [begins: RegExp, EvidenceTypeName])[] = [
  [/^ffd8ff/, 'image/jpeg'],
  [/^89504e470d0a1a0a/, 'image/png'],
  // RIFF????WEBP
  [/^52494646.{8}57454250/, 'image/webp'],
  // ????ftyp, then heic, heix, hevc, heim, heis, mif1, msf1
  [/^.{8}66747970(68656963|68656978|68657663|6865696d|68656973|6d696631|6d736631)/, 'image/heic'],
  // %PDF-
  [/^255044462d/, 'application/pdf'],
  [/^d0cf11e0a1b11ae1/, 'application/x-ole-storage'],
];

/** What a container has among its first entries; a ZIP that has none of them is only a ZIP. */
const entries: readonly (readonly [names: RegExp, EvidenceTypeName])[] = [
  [/^OFD\.xml$/, 'application/ofd'],
  [/^word\//, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  [/^xl\//, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [/^ppt\//, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  [/^mimetypeapplication\/vnd\.oasis\.opendocument\.text/, 'application/vnd.oasis.opendocument.text'],
  [/^mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/, 'application/vnd.oasis.opendocument.spreadsheet'],
];

/** What a file is, by how it begins; undefined: nothing that is taken. @param head its first {@link HEAD_BYTES}, or all of it */
export function typeOf(head: Uint8Array): EvidenceTypeName | undefined {
  const digits = [...head.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const [, found] = beginnings.find(([begins]) => begins.test(digits)) ?? [];
  if (found || !digits.startsWith('504b0304')) return found;
  const names = entriesIn(head);
  return entries.find(([name]) => names.some((one) => name.test(one)))?.[1];
}

/** How an entry of a ZIP begins, and where in it the length of its name and the name stand. */
const ENTRY = `PK${String.fromCharCode(3, 4)}`;
const [NAME_LENGTH_AT, NAME_AT] = [26, 30];

/** The names of the entries of a ZIP; of `mimetype` with the beginning of what is stored under it. */
function entriesIn(head: Uint8Array): readonly string[] {
  // Each byte as one character.
  const text = [...head].map((byte) => String.fromCharCode(byte)).join('');
  const names: string[] = [];
  for (let at = text.indexOf(ENTRY); at >= 0; at = text.indexOf(ENTRY, at + 1)) {
    const length = (head[at + NAME_LENGTH_AT] ?? 0) + 256 * (head[at + NAME_LENGTH_AT + 1] ?? 0);
    const name = text.slice(at + NAME_AT, at + NAME_AT + length);
    names.push(name === 'mimetype' ? text.slice(at + NAME_AT, at + NAME_AT + STORED_BYTES) : name);
  }
  return names;
}

/** Of an entry that only says what the container is, so much is looked at. */
const STORED_BYTES = 100;

/** Whether a name ends as that of another kind of file than it is; one without an ending says nothing. */
export function isNamedOtherwise(name: string, type: EvidenceTypeName): boolean {
  const [, ending] = /\.([A-Za-z][A-Za-z0-9]{0,7})$/.exec(name) ?? [];
  const own: readonly string[] = evidenceTypes[type].endings;
  return ending !== undefined && !own.includes(ending.toLowerCase());
}

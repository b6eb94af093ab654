/** Signatures of the records of a ZIP archive, and where they say when a file was changed (APPNOTE 6.3.10, section 4.3). */
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const FIRST_ENTRY = 16;
const OF_CENTRAL = { time: 12, nameLength: 28, extraLength: 30, commentLength: 32, local: 42, size: 46 };
const TIME_OF_LOCAL = 10;
const LENGTH_OF_END = 22;
/** 1980-01-01 00:00, the beginning of the time that archives count by. */
const SETTLED = 0x0021_0000;

/**
 * An archive without the time at which it was made, in place: the libraries that write documents have no setting for it, and the
 * same document has the same bytes. @throws Error where it is no archive without a comment
 */
export function settled(archive: Buffer): Buffer {
  const end = archive.length - LENGTH_OF_END;
  if (end < 0 || archive.readUInt32LE(end) !== END) throw new Error('not an archive');
  for (let at = archive.readUInt32LE(end + FIRST_ENTRY); at < end;) {
    if (archive.readUInt32LE(at) !== CENTRAL) throw new Error('not an archive');
    archive.writeUInt32LE(SETTLED, at + OF_CENTRAL.time);
    archive.writeUInt32LE(SETTLED, archive.readUInt32LE(at + OF_CENTRAL.local) + TIME_OF_LOCAL);
    const { nameLength, extraLength, commentLength, size } = OF_CENTRAL;
    at += size;
    at += [nameLength, extraLength, commentLength].reduce(
      (sum, field) => sum + archive.readUInt16LE(at - size + field),
      0,
    );
  }
  return archive;
}

const NAMES = new Set([
  'lost+found',
  '.ds_store',
  '.localized',
  '.spotlight-v100',
  '.trashes',
  '.fseventsd',
  '.temporaryitems',
  '.documentrevisions-v100',
  '.apdisk',
  '.directory',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '$recycle.bin',
  'recycler',
  'system volume information',
  '@eadir',
  '#recycle',
  '#snapshot',
  '@recycle',
  '@recently-snapshot',
  '.@__thumb',
  '.snapshot',
  '.snapshots',
  '.zfs',
  'aquota.user',
  'aquota.group',
]);
/** The forks that macOS writes beside each file elsewhere, wastebaskets of desktops, files that NFS still holds open. */
const PATTERN = /^(\._.+|\.trash(-.+)?|\.nfs[0-9a-f]+)$/;

/**
 * Whether a name is one that operating systems, desktops and storage put into any folder: nobody has put it there, and
 * a folder that holds nothing else is empty.
 */
export const isOfTheSystem = (name: string): boolean =>
  NAMES.has(name.toLowerCase()) || PATTERN.test(name.toLowerCase());

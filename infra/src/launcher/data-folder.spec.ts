import { afterEach, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder } from './data-folder.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function folderWith(names: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'zhibu-data-'));
  roots.push(root);
  for (const name of names) {
    if (name.endsWith('/')) mkdirSync(join(root, name));
    else writeFileSync(join(root, name), '');
  }
  return root;
}

it.each([
  [['lost+found/']],
  [['.DS_Store', '._x', '.Spotlight-V100/', '.Trashes/', '.fseventsd/']],
  [['Thumbs.db', 'THUMBS.DB', 'desktop.ini', '$RECYCLE.BIN/', 'System Volume Information/']],
  [['@eaDir/', '#recycle/', '.snapshot/', '.Trash-1000/', '.nfs0000000000c1', '.directory']],
])('takes a folder that holds only what systems put everywhere for a new one: %j', (names) => {
  expect(DataFolder.open(folderWith(names)).isNew).toBe(true);
});

it.each(['letter.docx', 'lost', '.ssh/', 'postgresql.conf', 'thumbs'])(
  'refuses a folder that holds something of somebody: %s',
  (name) => {
    expect(() => DataFolder.open(folderWith(['lost+found/', name]))).toThrow('holds something else');
  },
);

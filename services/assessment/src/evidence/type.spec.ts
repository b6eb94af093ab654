import { describe, expect, it } from '@jest/globals';
import { evidenceTypeNames } from '@zhibu/contracts';
import { entry, files } from '../testing/files.ts';
import { isNamedOtherwise, typeOf } from './type.rules.ts';

describe('what a file is', () => {
  it.each(files)('%s is told by its content', (type, bytes) => expect(typeOf(bytes)).toBe(type));

  it('is told of every type that is taken', () =>
    expect(files.map(([type]) => type).toSorted()).toEqual([...evidenceTypeNames].sort()));

  it.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('会议记录')],
    ['a page of a browser', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a program', Buffer.from('4d5a90000300', 'hex')],
    ['a ZIP', entry('照片.jpg', 'ffd8ff')],
    ['a ZIP that only mentions a document', entry('a.txt', 'word/document.xml')],
    ['a RIFF that is no picture', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
    ['a film', Buffer.from('\0\0\0\u0018ftypmp42')],
  ])('%s is not taken', (_what, bytes) => expect(typeOf(bytes)).toBeUndefined());
});

it.each([
  ['照片.jpg', 'image/jpeg', false],
  ['照片.JPEG', 'image/jpeg', false],
  ['照片', 'image/jpeg', false],
  ['照片2022.12', 'image/jpeg', false],
  ['照片.jpg', 'application/pdf', true],
  ['照片.png', 'image/jpeg', true],
  ['纪要.doc', 'application/x-ole-storage', false],
  ['纪要.docx', 'application/x-ole-storage', true],
] as const)('%s names %s otherwise: %s', (name, type, otherwise) =>
  expect(isNamedOtherwise(name, type)).toBe(otherwise),
);

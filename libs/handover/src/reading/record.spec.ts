import { describe, expect, it } from '@jest/globals';
import { readRecords } from './record.ts';

const cellsOf = (text: string): readonly (readonly string[])[] => readRecords(text).records.map(({ cells }) => cells);
const faultsOf = (text: string): readonly string[] =>
  readRecords(text).faults.map(({ code, row, cell }) => `${code} ${row} ${cell}`);

describe('a cell that a quotation mark opens', () => {
  it.each<[string, string, string[][]]>([
    ['ends right before a separator', '"a,b",c\n', [['a,b', 'c']]],
    ['ends right before the line’s end, whichever', '"a"\r\n"b"\n"c"\r"d"', [['a'], ['b'], ['c'], ['d']]],
    ['holds a mark that is written twice', '"a""b","""",""\n', [['a"b', '"', '']]],
    [
      'may have several lines',
      'x,y\n1,"a\r\nb\n\nc"\n2,d\n',
      [
        ['x', 'y'],
        ['1', 'a\r\nb\n\nc'],
        ['2', 'd'],
      ],
    ],
    [
      'may have lines with separators',
      'x,y,z\n1,2,"a,b\nc,d"\n',
      [
        ['x', 'y', 'z'],
        ['1', '2', 'a,b\nc,d'],
      ],
    ],
    ['is not opened by a mark within it', 'a"b,c"\n', [['a"b', 'c"']]],
    ['may end the file', 'a,"b"', [['a', 'b']]],
    [
      'may be empty at the end',
      'a,\n"",',
      [
        ['a', ''],
        ['', ''],
      ],
    ],
  ])('%s', (_, text, cells) => {
    expect([cellsOf(text), faultsOf(text)]).toEqual([cells, []]);
  });

  it.each<[string, string, string[]]>([
    ['text after its closing mark', 'a,b\n1,"x"y\n2,z\n', ['quote-misplaced 2 1']],
    ['a blank after its closing mark', 'a,b\n1,"x" \n', ['quote-misplaced 2 1']],
    ['a quoted word that begins the text', 'a,b\n1,"三会"记录\n2,z\n', ['quote-misplaced 2 1']],
    ['an empty pair before text', 'a,b\n1,""x"\n', ['quote-misplaced 2 1']],
    ['the next mark rows below', 'a,b\n1,"x\n2,y\n3,"z\n4,w\n', ['quote-misplaced 2 1']],
    ['no other mark', 'a,b\n1,"x\n2,y\n', ['quote-not-closed 2 1']],
    ['a doubled mark alone', 'a,b\n1,"x""\n2,y\n', ['quote-not-closed 2 1']],
    ['a mark in the first cell', 'a,b\n"1,x\n2,y\n"3,z\n', ['quote-misplaced 2 0']],
    ['marks in several places', 'a,b\n1,"x"y\n2,y\n3,"z"w\n', ['quote-misplaced 2 1', 'quote-misplaced 4 1']],
    ['its closing mark at the end of a later row', 'a,b\n1,"x\n2,y"\n3,z\n', ['quote-misplaced 2 1']],
    ['its closing mark in the middle of a later row', 'a,b,c\n1,"x,1\n2,y",1\n3,z,1\n', ['quote-misplaced 2 1']],
    ['rows between that end in empty cells', 'a,b\n1,"x\n2,y,,\n3,z"\n', ['quote-misplaced 2 1']],
  ])('is out of place with %s', (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });
});

describe('the lines that such a cell may have swallowed', () => {
  const text = 'a,b\n1,x\n2,"y\n3,z\n\n4,"w\n5,v\n';

  it('are records in doubt, up to the line on which the cell would end', () => {
    expect(readRecords(text).records).toEqual([
      { cells: ['a', 'b'] },
      { cells: ['1', 'x'] },
      { cells: ['2', '"y'], text: '2,"y', openedIn: 3 },
      { cells: ['3', 'z'], text: '3,z', openedIn: 3 },
      { cells: [''], text: '', openedIn: 3 },
      { cells: ['4', '"w'], text: '4,"w', openedIn: 3 },
      { cells: ['5', 'v'] },
    ]);
  });

  it('are known by every word in them', () => {
    expect([...readRecords(text).doubtful].toSorted()).toEqual(['2', '3', '4', 'w', 'y', 'z']);
  });

  it('are all to the end where it never ends', () => {
    expect(readRecords('a,b\n1,"x\n2,y\n3,z').records.map(({ openedIn }) => openedIn)).toEqual([undefined, 2, 2, 2]);
  });
});

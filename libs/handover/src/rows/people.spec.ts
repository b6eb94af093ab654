import { expect, it } from '@jest/globals';
import { line, personId } from '@zhibu/contracts';
import { readPeople } from './people.rules.ts';

const read = (text: string) => readPeople({ name: 'people.csv', bytes: () => new TextEncoder().encode(text) });

it('reads who people are, an empty cell saying nothing', () => {
  expect(read('personId,name,phone,posts\np-1,王小明,13800138000,书记\np-2,李秀英,,\n')).toEqual({
    persons: [
      { personId: 'p-1', name: '王小明', phone: '13800138000', posts: '书记' },
      { personId: 'p-2', name: '李秀英' },
    ],
    faults: [],
  });
  expect(read('name,personId\n王小明,p-1\n').persons).toEqual([{ personId: 'p-1', name: '王小明' }]);
});

it('names every fault by row and column, and nothing of what stands there', () => {
  const { faults } = read('personId,name,phone\n王小明,王小明,1\np-2,,\np-3,李秀英,13800138000\np-3,赵刚,\n');
  expect(faults.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
    [2, 'personId', 'person-invalid', ''],
    [2, 'phone', 'phone-invalid', ''],
    [3, 'name', 'cell-empty', ''],
    [5, 'personId', 'person-twice', ''],
  ]);
  expect(JSON.stringify(faults)).not.toMatch(/王小明|赵刚|1380013/);
  expect(read('personId,phone\np-1,1\n').faults).toMatchObject([{ row: 1, column: 'name' }]);
  const broken = (): Uint8Array => {
    throw new Error('EACCES');
  };
  expect(readPeople({ name: 'people.csv', bytes: broken }).faults).toMatchObject([{ code: 'file-unreadable' }]);
});

it.each([
  ['p-1', '王\u200b小明', '', 'name', 'invisible-character'],
  ['p-1', '\u202e王小明', '', 'name', 'invisible-character'],
  ['p-1', '王小明 13800138000', '', 'name', 'personal-number'],
  ['p-1', '王小明', '书记 110101199003074514', 'posts', 'personal-number'],
  ['p-1', '王小明', '书记\u2060', 'posts', 'invisible-character'],
  ['13800138000', '王小明', '', 'personId', 'personal-number'],
  ['110101199003074514', '王小明', '', 'personId', 'personal-number'],
  ['p-1', '王'.repeat(51), '', 'name', 'too-long'],
])('finds by row and column what the door of the directory refuses: %j, %j, %j', (...row) => {
  const [id, name, posts, column, code] = row;
  const door = { personId, name: line(50), posts: line(200) };
  const given = { personId: id, name, posts };
  const refused = Object.entries(given).filter(([key, text]) => text !== '' && !isTaken(door, key, text));
  expect(refused.map(([key]) => key)).toEqual([column]);
  const { faults } = read(`personId,name,posts\n${id},${name},${posts}\n`);
  expect(faults.map((one) => [one.row, one.column, one.code])).toEqual([[2, column, code]]);
});

const isTaken = (door: Readonly<Record<string, typeof personId>>, key: string, text: string): boolean =>
  door[key]?.safeParse(text).success === true;

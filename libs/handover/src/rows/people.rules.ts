import { type Fault, fault } from '../fault.ts';
import { personCell, plainLineCell } from '../reading/cell.rules.ts';
import type { GivenFile } from '../reading/folder.ts';
import { unreadable } from '../reading/folder.ts';
import { type Column, type Sheet, sheetOf } from '../reading/sheet.ts';
import { isFault, readTable } from '../reading/table.ts';

/** The file that says who the references of the other files are; it goes into the directory, and never among the events. */
export const peopleFile = 'people.csv';

/** A person as the file has him; a cell that is empty says nothing. */
export interface PersonRow {
  readonly personId: string;
  readonly name?: string;
  readonly phone?: string;
  readonly posts?: string;
}

/** By the same rules as the door of the directory: what is read is taken there. */
export const peopleColumns: readonly Column[] = [
  { name: 'personId', rule: personCell, need: 'cell' },
  { name: 'name', rule: plainLineCell(50), need: 'cell' },
  {
    name: 'phone',
    rule: (text) => (/^\+?\d[\d -]{5,19}$/.test(text) ? undefined : { code: 'phone-invalid' }),
    need: 'none',
  },
  { name: 'posts', rule: plainLineCell(200), need: 'none' },
];

/** What was read of the file of people. */
export interface PeopleRead {
  readonly persons: readonly PersonRow[];
  /** Where something is wrong; what stands there is left out, for it says who somebody is. */
  readonly faults: readonly Fault[];
}

/** Reads the file of people, or says by row and column what is wrong with it. */
export function readPeople({ name, bytes }: GivenFile): PeopleRead {
  const table = readTableOf(name, bytes);
  if (isFault(table)) return { persons: [], faults: [table] };
  const sheet = sheetOf(table, peopleColumns);
  const faults = [...sheet.faults, ...twiceIn(name, sheet)];
  const persons = sheet.rows.map((row): PersonRow => {
    const filled = ['name', 'phone', 'posts'].flatMap((column) => {
      const value = row.cell(column);
      return value === '' ? [] : [[column, value] as const];
    });
    return { personId: row.cell('personId'), ...Object.fromEntries(filled) };
  });
  return { persons, faults: faults.map((one) => ({ ...one, value: '' })) };
}

function readTableOf(name: string, bytes: GivenFile['bytes']) {
  try {
    return readTable(name, bytes());
  } catch (error) {
    return unreadable(name, error);
  }
}

function twiceIn(file: string, { allRows }: Sheet): readonly Fault[] {
  const seen = new Map<string, number>();
  return allRows.flatMap((row) => {
    const id = row.cell('personId');
    const first = seen.get(id);
    if (first === undefined) seen.set(id, row.row);
    return first === undefined || id === ''
      ? []
      : [fault('person-twice', { file, row: row.row, column: 'personId', detail: String(first) })];
  });
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  commandCounts,
  editionsTwice,
  folderOf,
  handoverOf,
  judge,
  nothingGraded,
  nothingKnown,
  planOf,
  readEdition,
} from '@zhibu/handover';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Demonstration, demonstrationIn, statedBases } from './demonstration.adapter.ts';
import { lastPeriod, movedName, movedText } from './moving.rules.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'zhibu-demonstration-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const textsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

describe('the last period of the demonstration', () => {
  it.each([
    ['2026-10-30', '2024'],
    ['2026-10-31', '2025'],
    ['2026-11-01', '2025'],
    ['2026-12-31', '2025'],
    ['2027-01-01', '2025'],
    ['2027-10-30', '2025'],
    ['2027-10-31', '2026'],
  ])('is on %s the latest year that ended ten months ago or more: %s', (today, period) => {
    expect(lastPeriod(today)).toBe(period);
  });
});

describe('a text of it', () => {
  it.each([
    ['opened on 1997-11-05, elected 2020-02-29', 'opened on 2000-11-05, elected 2023-02-28'],
    ['classification:2021:general;appraisal:2021:good', 'classification:2024:general;appraisal:2024:good'],
    ['ZHDJ-2022-0000001,990100-SZGW-001-B001', 'ZHDJ-2025-0000001,990100-SZGW-001-B001'],
    ['示例〔2022〕1号（2022，八个方面）', '示例〔2025〕1号（2025，八个方面）'],
    ['P-001-B001-01,2022,1950', 'P-001-B001-01,2022,1950'],
  ])('has every day and year in it moved, and nothing else: %s', (from, to) => {
    expect(movedText(from, 3)).toBe(to);
  });

  it('is in a file whose year is moved too', () => {
    expect(['ratings-2022.csv', 'register.csv', 'appraisal-2021.json'].map((name) => movedName(name, 3))).toEqual([
      'ratings-2025.csv',
      'register.csv',
      'appraisal-2024.json',
    ]);
  });
});

describe('the files of the demonstration', () => {
  const counted = ({ city, editions, period }: Demonstration): object => {
    const read = editions.map((path) => {
      const edition = readEdition({ name: basename(path), bytes: () => readFileSync(path) });
      if (!('content' in edition)) throw new Error(edition[0]?.en);
      return edition;
    });
    const [edition, ...others] = read;
    if (!edition) throw new Error('no edition');
    const bases = statedBases({ period });
    const files = readdirSync(city).map((name) => ({ name, bytes: () => readFileSync(join(city, name)) }));
    const handover = handoverOf(folderOf(files, period), edition.content, period);
    const judgement = judge(handover, { ...nothingKnown, asked: true }, `${period}-12-31`);
    return {
      scheme: edition.content.scheme,
      faults: [...judgement.faults, ...editionsTwice(read)],
      warned: [...new Set(judgement.warnings.map(({ code }) => code))].toSorted(),
      commands: Object.fromEntries(commandCounts(planOf(judgement, edition, nothingGraded, { others, bases }))),
    };
  };

  it('say the same of another year, graded by the classification, without a fault', () => {
    const designations = { RegisterProgramme: 4, RecordApprovalBasis: 4, RecordPriorDesignation: 46 };
    const as = (today: string): object => counted(demonstrationIn(join(home, today), today));
    const written = as('2023-11-01');
    expect(written).toMatchObject({
      scheme: 'classification',
      faults: [],
      commands: { ...designations, GradeBranch: 1000 },
    });
    expect(as('2026-11-28')).toEqual(written);
  }, 60_000);

  it('are the same for whoever makes them on the same day, and stay as they were made', () => {
    const [one, other] = ['one', 'other'].map((name) => demonstrationIn(join(home, name), '2026-11-28'));
    expect(textsOf(other?.city ?? '')).toEqual(textsOf(one?.city ?? ''));
    expect(demonstrationIn(join(home, 'one'), '2031-01-01')).toEqual(one);
    expect(one?.period).toBe('2025');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { draftsUnderTest, type DraftsUnderTest } from '../testing/drafts.ts';
import { hasOffice, opened, type Shown } from '../testing/office.ts';
import { RUN } from '../testing/papers.ts';
import { documents } from './index.ts';
import { type Drafted, hashOf } from './paper.ts';

const where = (await hasOffice()) ? describe : describe.skip;
/** What every cell of one table is, each a thing that a spreadsheet would run. */
const dangerous: Drafted = {
  name: 'dangerous',
  asOf: '2023-05-10',
  knownAt: '2023-06-01T00:00:00.000Z',
  paper: {
    kind: 'sheets',
    title: '表',
    tables: [{ title: '表', columns: [{ heading: '文字', width: 60 }], rows: RUN.map((text) => [text]) }],
  },
};

/** A cell longer than Excel takes one, as a ledger of many months has. */
const LAST = '整顿到此为止';
const long: Drafted = {
  ...dangerous,
  name: 'long',
  paper: {
    kind: 'sheets',
    title: '台账',
    tables: [
      {
        title: '台账',
        columns: [
          { heading: '序号', width: 3 },
          { heading: '逐月进展', width: 60 },
        ],
        rows: [[1, `${'按月召开支部党员大会。'.repeat(3_700)}${LAST}`]],
      },
    ],
  },
};

where('LibreOffice opens', () => {
  let drafts: DraftsUnderTest;
  const drawn = new Map<string, Drafted>();
  let shown: ReadonlyMap<string, Shown> = new Map();

  beforeAll(async () => {
    drafts = await draftsUnderTest();
    for (const { name, form } of documents)
      drawn.set(`${name}.${form === 'letter' ? 'docx' : 'xlsx'}`, await drafts.draft(name));
    drawn.set('dangerous.xlsx', dangerous);
    drawn.set('long.xlsx', long);
    const files = new Map<string, Buffer>();
    for (const [name, draft] of drawn) files.set(name, await drafts.fileOf(draft));
    shown = await opened(files);
  }, 300_000);
  afterAll(() => drafts.drop());

  const pages: Readonly<Record<string, number>> = {
    'grading-notice.docx': 2,
    'notice-list.docx': 2,
    'grading-results.docx': 4,
    'escalation-letter.docx': 2,
    'election-reminder.docx': 2,
    'designation-notice.docx': 2,
    'designation-decision.docx': 3,
    'draw-announcement.docx': 4,
    'draw-result.docx': 6,
    'supervision-report.docx': 3,
    'revocation-notice.docx': 7,
    'revocation-decision.docx': 7,
    'appeal-decision.docx': 2,
    'rectification-notice.docx': 3,
    'application-form.xlsx': 5,
    // Every item of the edition stands on it, for whoever still has to look at it.
    'inspection-checklist.xlsx': 6,
  };

  it.each(documents.map(({ name, form, words }) => [`${name}.${form === 'letter' ? 'docx' : 'xlsx'}`, words.zh]))(
    '%s (%s), and shows its title, its moment and its hash on paper of few pages',
    (name) => {
      const [draft, { text, pages: count } = { text: '', pages: 0 }] = [drawn.get(name), shown.get(name)];
      if (!draft) throw new Error(`${name} was not drafted`);
      const plain = text.replace(/\s/g, '');
      expect(plain).toContain(draft.paper.title.replace(/\s/g, ''));
      expect(plain).toContain(hashOf(draft));
      expect(plain).toContain('数据截至');
      expect(count).toBeLessThanOrEqual(pages[name] ?? 4);
    },
  );

  it('the table of what a spreadsheet would run, and runs none of it', () => {
    const plain = shown.get('dangerous.xlsx')?.text.replace(/\s/g, '') ?? '';
    for (const text of RUN) expect(plain).toContain(text.trim());
  });

  it('the table of a cell longer than Excel takes, and shows it to its end', () => {
    expect(shown.get('long.xlsx')?.text.replace(/\s/g, '')).toContain(LAST);
  });
});

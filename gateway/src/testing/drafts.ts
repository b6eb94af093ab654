import { request as anyRequest, type Request } from 'express';
import type { RecordedEvent } from '@zhibu/kernel';
import { OPERATOR, identify, type Principal } from '../access/principal.ts';
import { drafted, fileOf } from '../documents/drafting.ts';
import { documents } from '../documents/index.ts';
import { type Drafted, tablesOf } from '../documents/paper.ts';
import { executableSchema, sourcesOver } from './executable.ts';
import { papersCity } from './papers.ts';
import { FOUND } from './papers-inspected.ts';
import { APPEALED } from './papers-revoked.ts';
import { ANNOUNCED, DRAWN, PROGRAMME } from './papers-named.ts';
import { readModelUnderTest } from './read-model-under-test.ts';

/** Documents over a city, without a door. */
export interface DraftsUnderTest {
  readonly draft: (name: string, given?: object, principal?: Principal) => Promise<Drafted>;
  /** The code by which it is refused; undefined: it is drafted. */
  readonly refused: (name: string, given: object) => Promise<unknown>;
  readonly fileOf: (draft: Drafted) => Promise<Buffer>;
  readonly apply: (events: readonly RecordedEvent[]) => Promise<void>;
  /** What was spent since it was asked for last, in the prices of queries. */
  readonly spent: () => number;
  readonly drop: () => Promise<void>;
}

/** What a draft shows: the rows of one of its tables, and all of its words. */
export const rowsIn = (draft: Drafted, table = 0) => tablesOf(draft.paper)[table]?.rows ?? [];
export const textIn = (draft: Drafted): string => JSON.stringify(draft.paper);

const KNOWN_AT = '2023-06-01T00:00:00.000Z';

/** What every document is asked for, of the city of {@link papersCity}. */
export const asked: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'grading-notice': { under: 'C', period: '2022' },
  'score-sheet': { branchId: 'C-U1-B00', period: '2022' },
  'unit-summary': { under: 'C', committee: 'C', period: '2022' },
  'notice-list': { under: 'C', period: '2022' },
  'grading-results': { under: 'C', period: '2022' },
  'problem-list': { under: 'C', asOf: '2023-05-10' },
  'rectification-list': { under: 'C', asOf: '2023-05-10' },
  'responsibility-list': { under: 'C', asOf: '2023-05-10' },
  'escalation-letter': { under: 'C-U1', asOf: '2023-05-10' },
  'remediation-ledger': { under: 'C', year: '2022', asOf: '2023-05-10' },
  'election-reminder': { under: 'C', asOf: '2023-05-10' },
  'data-comparison': { under: 'C', asOf: '2023-05-10' },
  'application-form': { programmeId: PROGRAMME, organizationId: 'C-U1-B00', period: '2022', asOf: '2023-05-10' },
  'designation-notice': { programmeId: PROGRAMME, year: '2023', asOf: '2023-04-06' },
  'designation-decision': { programmeId: PROGRAMME, year: '2023', asOf: '2023-05-10' },
  'draw-announcement': { drawId: ANNOUNCED, asOf: '2023-05-10' },
  'draw-result': { drawId: DRAWN, asOf: '2023-05-10' },
  'inspection-checklist': { inspectionId: FOUND, asOf: '2023-05-31' },
  'supervision-report': { under: 'C', year: '2023', asOf: '2023-05-31' },
  'rectification-notice': { inspectionId: FOUND, asOf: '2023-05-31' },
  'revocation-notice': { revocationId: APPEALED, asOf: '2023-05-31' },
  'revocation-decision': { revocationId: APPEALED, asOf: '2023-05-31' },
  'appeal-decision': { revocationId: APPEALED, asOf: '2023-05-31' },
  'reinspection-table': { under: 'C', year: '2023', asOf: '2023-05-31' },
};

export async function draftsUnderTest(): Promise<DraftsUnderTest> {
  const under = await readModelUnderTest();
  await under.apply(papersCity().events);
  const context = sourcesOver({
    reader: under.open,
    projector: under.pools.database,
    isLocked: true,
    today: '2023-06-01',
  });
  let spent = 0;
  const spend = (_request: Request, price: number): void => {
    spent += price;
  };
  const sources = { schema: executableSchema(), context, spend, now: () => Date.parse(KNOWN_AT) };
  const draft: DraftsUnderTest['draft'] = async (name, given = {}, principal = OPERATOR) => {
    const document = documents.find((one) => one.name === name);
    if (!document) throw new Error(`there is no ${name}`);
    const request: Request = Object.assign(Object.create(anyRequest), { headers: {} });
    identify(request, principal);
    return drafted(sources, { document, given: { ...asked[name], ...given }, request });
  };
  return {
    draft,
    refused: (name, given) =>
      draft(name, given).then(
        () => undefined,
        (error: unknown) => Object(error).code,
      ),
    fileOf,
    apply: under.apply,
    spent() {
      const all = spent;
      spent = 0;
      return all;
    },
    drop: under.drop,
  };
}

import { problemStream } from '@zhibu/contracts';
import { addDays, type RecordedEvent } from '@zhibu/kernel';
import type { Country } from './country.ts';
import { factsOf, numbers } from './facts.ts';

const YEARS = [2022, 2023] as const;
const WORKED_ON = 0.3;
const COMPLETED = 0.8;
const MILLISECONDS_BETWEEN_PROBLEMS = 2;
const HOUR = 3_600_000;

/** One problem to be recorded: what was said when. */
type Said = readonly [instant: number, type: string, data: object];

/**
 * Problems of a country: a problem a branch and year, found in the seconds in which grades are recorded; of these some are
 * rectified in the weeks after, not all in time. Stream by stream, and so not in the order of recording, which the rebuild
 * does not ask for.
 */
export function* dutiesOf(country: Country): Generator<RecordedEvent> {
  const random = numbers(3);
  let position = 0n;
  for (const year of YEARS) {
    for (const [index, { id: branchId }] of country.branches.entries()) {
      const found = Date.parse(`${year}-02-01T00:00:00.000Z`) + index * MILLISECONDS_BETWEEN_PROBLEMS;
      const problemId = idOf(year, index);
      const said = [identified(found, year), ...(random() < WORKED_ON ? workOn(found, random) : [])];
      const { stream, events } = factsOf(
        problemStream(problemId),
        said.map(([instant, type, data]) => ({
          type,
          data: { problemId, organizationId: branchId, effectiveOn: dayOf(instant), ...data },
        })),
      );
      for (const [revision, event] of events.entries()) {
        position += 1n;
        yield {
          ...event,
          stream,
          revision,
          position,
          recordedAt: new Date(said[revision]?.[0] ?? found).toISOString(),
        };
      }
    }
  }
}

const idOf = (year: number, index: number): string =>
  `00000000-0000-5000-${String(8000 + (year % 100))}-${index.toString(16).padStart(12, '0')}`;
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

const identified = (instant: number, year: number): Said => [
  instant,
  'ProblemIdentified',
  {
    aspect: 'organization-setup',
    item: '1.1',
    openBy: addDays(dayOf(instant), 15),
    source: { kind: 'grading', reference: `classification-${year}/1.1` },
    pointsLost: '2',
  },
];

function workOn(found: number, random: () => number): readonly Said[] {
  const opened = found + Math.floor(random() * 40 * 24) * HOUR;
  const due = { dueOn: addDays(dayOf(opened), 40), dueVersion: 1 };
  const reported = opened + Math.floor((3 * 24 + random() * 60 * 24) * HOUR);
  const work: Said = [opened, 'RectificationOpened', { ...due, item: '1.1', post: '组织委员', responsibleId: 'P-2' }];
  if (random() >= COMPLETED) return [work];
  return [
    work,
    [reported, 'CompletionReported', { says: '已补齐', evidence: ['台账'], reporterId: 'P-2' }],
    [reported + HOUR, 'CompletionVerified', { verifierId: 'P-9' }],
    [reported + 2 * HOUR, 'ProblemClosed', {}],
  ];
}

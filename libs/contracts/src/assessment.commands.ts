import { z } from 'zod';
import { dataMatchField, ratingEntry } from './assessment.events.ts';
import { type CommandOf, commandsOf } from './contract.ts';
import { editionContent } from './edition.ts';
import { basis, code, count, day, line, organizationId, period, text } from './schema.ts';
import { editionId, editionStream, gradingStream, roundId, roundStream } from './streams.ts';

const round = { workCommitteeId: organizationId, scheme: code, period };
const subject = { branchId: organizationId, scheme: code, period };
/** Absent: the last day of the period. */
const effectiveOn = day.optional();

export const editionCommands = commandsOf(
  {
    service: 'assessment',
    aggregate: 'edition',
    streamOf: (data) => editionStream('editionId' in data ? data.editionId : editionId(data.content)),
  },
  {
    /** The id becomes `scheme:documentNo` of the content. */
    DraftEdition: z.strictObject({ content: editionContent }),
    ReviseEdition: z.strictObject({ editionId: line(200), content: editionContent }),
    PublishEdition: z.strictObject({ editionId: line(200), basis: basis.optional() }),
    RetireEdition: z.strictObject({ editionId: line(200), effectiveOn: day, reason: text(2000) }),
  },
);

export const roundCommands = commandsOf(
  { service: 'assessment', aggregate: 'round', streamOf: (data) => roundStream(roundId(data)) },
  {
    OpenRound: z.strictObject({ ...round, editionId: line(200) }),
    CloseRound: z.strictObject({ ...round, effectiveOn, quotaBasis: basis.optional() }),
  },
);

export const gradingCommands = commandsOf(
  {
    service: 'assessment',
    aggregate: 'grading',
    streamOf: (data) => gradingStream(data.branchId, data.scheme, data.period),
  },
  {
    OpenGrading: z.strictObject(subject),
    /** A rater's whole rating; sent again it replaces the one before. No entry for an item: nothing lost. */
    SubmitRating: z.strictObject({ ...subject, rater: code, entries: z.array(ratingEntry).max(2000) }),
    RecordPoll: z.strictObject({ ...subject, ballots: count(), answers: z.record(code, count()) }),
    /** `source` names the system the second value comes from. */
    RecordDataMatch: z.strictObject({ ...subject, source: line(200), fields: z.array(dataMatchField).max(500) }),
    RecordVeto: z.strictObject({ ...subject, veto: code, reason: text(2000).optional() }),
    WithdrawVeto: z.strictObject({ ...subject, veto: code, reason: text(2000) }),
    GradeBranch: z.strictObject({ ...subject, effectiveOn }),
    DetermineGrade: z.strictObject({ ...subject, grade: code, reason: text(2000), basis, effectiveOn }),
    ReviseGrade: z.strictObject({ ...subject, reason: text(2000), basis, effectiveOn }),
    RecordPriorGrade: z.strictObject({ ...subject, grade: code, basis, source: line(200), effectiveOn }),
  },
);

export type EditionCommand = CommandOf<(typeof editionCommands)[keyof typeof editionCommands]>;
export type RoundCommand = CommandOf<(typeof roundCommands)[keyof typeof roundCommands]>;
export type GradingCommand = CommandOf<(typeof gradingCommands)[keyof typeof gradingCommands]>;

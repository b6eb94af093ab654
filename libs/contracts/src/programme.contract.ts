import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { approvals, programmeKinds, programmeLevels } from './designation.words.ts';
import { subjectKinds } from './edition.ts';
import { conflict, invalid, notFound } from './refusals.ts';
import { basis, code, day, line, organizationId, text } from './schema.ts';
import { programmeStream } from './streams.ts';

const programme = { programmeId: code, bodyId: organizationId };
/** A day of any year, `MM-DD`. */
const dayOfYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const kindAndLevel = { level: z.enum(programmeLevels), programmeKind: z.enum(programmeKinds) };
const described = {
  title: line(200),
  criteria: text(8000).optional(),
  batchLimit: z.int().min(1).max(2000).optional(),
};
/** Applications are taken in from `from` to `to`, both included; absent: at any time. */
const window = z.strictObject({ from: dayOfYear, to: dayOfYear }).optional();
const subjects = z.array(z.enum(subjectKinds)).min(1).max(10);
const years = z.int().min(1).max(20);
const workingDays = z.int().min(1).max(60);
const months = z.int().min(1).max(120);

export const programmeContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'programme',
    streamName: 'programme-<programmeId>',
    statuses: { registered: { zh: '已设立', en: 'registered' } },
    events: {
      /** 设立命名项目; `cycleMonths`: how often a designation is inspected again. */
      ProgrammeRegistered: {
        words: { zh: '设立命名项目', en: 'programme registered' },
        leadsTo: 'registered',
        shape: z.strictObject({
          ...programme,
          ...kindAndLevel,
          ...described,
          subjects,
          validityYears: years,
          window,
          noticeWorkingDays: workingDays,
          cycleMonths: months,
          effectiveOn: day,
        }),
      },
      ApprovalBasisRecorded: {
        words: { zh: '登记设立依据', en: 'approval basis recorded' },
        shape: z.strictObject({ ...programme, approval: z.enum(approvals), basis, effectiveOn: day }),
      },
    },
    commands: {
      /** Absent: branches; 3 years; 5 working days; every 12 months. */
      RegisterProgramme: {
        right: 'designate',
        about: 'bodyId',
        shape: z.strictObject({
          ...programme,
          ...kindAndLevel,
          ...described,
          subjects: subjects.optional(),
          validityYears: years.optional(),
          window,
          noticeWorkingDays: workingDays.optional(),
          cycleMonths: months.optional(),
        }),
      },
      /** The last one counts. */
      RecordApprovalBasis: {
        right: 'designate',
        about: 'bodyId',
        shape: z.strictObject({ ...programme, approval: z.enum(approvals), basis }),
      },
    },
    refusals: {
      PROGRAMME_UNKNOWN: notFound('没有这个命名项目，请核对编号', 'there is no such programme; check its id'),
      PROGRAMME_REGISTERED: conflict(
        '这个编号的命名项目已设立且内容不同，请换一个编号',
        'a programme of this id is registered with other content; take another id',
      ),
      PROGRAMME_OTHER_BODY: invalid('该命名项目由另一组织设立，请核对', 'the programme is of another body; check it'),
      BODY_OF_OTHER_LEVEL: invalid(
        '命名的级别与命名机关不符：省级由省委、市级由市委、工委级由市直工委命名',
        'the level is not that of the body: a province, a city or a work committee designates at its own',
      ),
    },
  },
  (data) => programmeStream(data.programmeId),
);

export const { events: programmeEvents, commands: programmeCommands } = programmeContract;
export type ProgrammeEvent = EventsOf<typeof programmeContract>;
export type ProgrammeCommand = CommandsOf<typeof programmeContract>;
export type ProgrammeStatus = keyof typeof programmeContract.statuses;

import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { sixHavesOccasions, sixHavesStandings } from './designation.words.ts';
import { invalid } from './refusals.ts';
import { day, evidenceLines, organizationId, personId, text } from './schema.ts';
import { sixHavesStream } from './streams.ts';
import { sixHavesNames } from './vocabulary.ts';

/** One of the six as it was found; `instead`: what serves instead, and where. */
const checkedItem = z.strictObject({
  item: z.enum(sixHavesNames),
  standing: z.enum(sixHavesStandings),
  instead: text(500).optional(),
  evidence: evidenceLines.optional(),
});
export type CheckedItem = z.infer<typeof checkedItem>;

const check = {
  branchId: organizationId,
  occasion: z.enum(sixHavesOccasions),
  items: z.array(checkedItem).min(1).max(20),
  checkedBy: personId.optional(),
};

export const sixHavesContract = aggregate(
  {
    service: 'assessment',
    aggregate: 'six-haves',
    streamName: 'six-haves-<branchId>',
    statuses: { recorded: { zh: '已登记', en: 'recorded' } },
    events: {
      /** 六有登记; `effectiveOn`: the day of the check. */
      SixHavesRecorded: {
        words: { zh: '登记六有情况', en: 'six haves recorded' },
        leadsTo: 'recorded',
        shape: z.strictObject({ ...check, unmet: z.array(z.enum(sixHavesNames)).max(6), effectiveOn: day }),
      },
    },
    commands: {
      /** `checkedOn` absent: today; `checkedBy` absent: the sender. */
      RecordSixHaves: {
        right: 'six-haves',
        about: 'branchId',
        shape: z.strictObject({ ...check, checkedOn: day.optional() }),
      },
    },
    refusals: {
      SIX_HAVES_INCOMPLETE: invalid('六有须逐项登记，每项一次', 'record each of the six haves, each once'),
      INSTEAD_MISSING: invalid(
        '以功能代替的，须写明由什么代替、在哪里',
        'say what serves instead, and where, of what is met by function',
      ),
    },
  },
  (data) => sixHavesStream(data.branchId),
);

export const { events: sixHavesEvents, commands: sixHavesCommands } = sixHavesContract;
export type SixHavesEvent = EventsOf<typeof sixHavesContract>;
export type SixHavesCommand = CommandsOf<typeof sixHavesContract>;
export type SixHavesStatus = keyof typeof sixHavesContract.statuses;

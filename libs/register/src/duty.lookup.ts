import type { DutyName, HeldDuty, Recorded } from '@zhibu/contracts';
import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { type DutyFact, heldOn } from './duty.rules.ts';
import { placesOf } from './place.lookup.ts';

/** What was said of duties, a row for what an event says of one. */
export const dutyFacts: Table = {
  name: 'register_duty',
  columns: {
    person_id: 'text',
    duty_id: 'uuid',
    revision: 'integer',
    said: 'text',
    effective_on: 'date',
    duty: 'text',
    organization_id: 'text',
    branch_ids: 'jsonb',
    until: 'date',
  },
};

type Told = Recorded<'DutiesFounded' | 'DutyAssigned' | 'DutyEnded'>;

/** Keeps what events say of the duties that people hold; one that comes twice changes nothing. */
const keep = (transaction: Sql, events: readonly Told[]): Promise<void> =>
  insertInto(
    transaction,
    dutyFacts,
    events.flatMap((event) =>
      saidBy(event).map((said) => ({ person_id: event.data.personId, revision: event.revision, ...said })),
    ),
  );

/** The handlers of a look-up that keeps the duties which people hold. */
export const dutyHandlers = { DutiesFounded: keep, DutyAssigned: keep, DutyEnded: keep } as const;

function saidBy({ type, data }: Told): readonly Row[] {
  switch (type) {
    case 'DutiesFounded':
      return data.duties.map(({ dutyId, duty }) => ({
        said: 'founded',
        duty_id: dutyId,
        duty,
        effective_on: data.effectiveOn,
      }));
    case 'DutyAssigned':
      return [
        {
          said: 'assigned',
          duty_id: data.dutyId,
          duty: data.duty,
          organization_id: data.organizationId ?? null,
          branch_ids: data.branchIds ?? null,
          effective_on: data.from,
          until: data.until ?? null,
        },
      ];
    case 'DutyEnded':
      return [{ said: 'ended', duty_id: data.dutyId, effective_on: data.effectiveOn }];
  }
}

/** A duty that a person holds on a day. */
export interface DutyOfDay extends HeldDuty {
  /** Whom its organization stands under on the day, the nearest first. */
  readonly above: readonly string[];
}

/**
 * The duties that a person holds on a day, as far as they have arrived, in order of their ids. One ends with its
 * organization: at one that does not live on the day, or is not registered, none is held.
 */
export async function dutiesHeld(sql: Sql, personId: string, day: Day): Promise<readonly DutyOfDay[]> {
  const { rows } = await sql.query<DutyFact>({
    name: 'register-duties',
    text: `SELECT duty_id AS "dutyId", said, effective_on AS "effectiveOn", duty, organization_id AS "organizationId",
      branch_ids AS "branchIds", until FROM register_duty WHERE person_id = $1 ORDER BY duty_id, revision`,
    values: [personId],
  });
  const held = heldOn(rows, day);
  const places = await placesOf(sql, [...new Set(held.flatMap(({ organizationId }) => organizationId ?? []))], day);
  return held.flatMap((duty) => {
    if (duty.organizationId === undefined) return [{ ...duty, above: [] }];
    const place = places.get(duty.organizationId);
    return place?.alive ? [{ ...duty, above: place.ancestors.map(({ id }) => id) }] : [];
  });
}

/** The duties that were founded, whoever holds or held them, in order of their names. */
export async function foundedDuties(sql: Sql): Promise<readonly DutyName[]> {
  const { rows } = await sql.query<{ duty: DutyName }>(
    `SELECT DISTINCT duty FROM register_duty WHERE said = 'founded' ORDER BY duty`,
  );
  return rows.map(({ duty }) => duty);
}

import { type RoundEvent, roundEvents } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Row, Table } from '@zhibu/database';
import type { View } from '../view.ts';

const roundOpening: Table = {
  name: 'round_opening',
  columns: { round_id: 'text', edition_id: 'text', recorded_at: 'timestamptz' },
};

/** Where rounds stand. */
export const roundView: View = {
  name: 'round',
  tables: ['round_opening'],
  unit: 'round',
  takes: new Set(Object.keys(roundEvents)),
  facts: (events) => [{ table: roundOpening, rows: events.filter(isOfRound).flatMap(openingRow) }],
};

const isOfRound = (event: RecordedEvent): event is RecordedEvent & RoundEvent => Object.hasOwn(roundEvents, event.type);

function openingRow(event: RecordedEvent & RoundEvent): readonly Row[] {
  if (event.type !== 'RoundOpened') return [];
  const [edition] = event.data.editions;
  return [{ round_id: event.data.roundId, edition_id: edition?.editionId ?? '', recorded_at: event.recordedAt }];
}

import { randomUUID } from 'node:crypto';
import { activityEvents } from '@zhibu/contracts';
import type { NewEvent } from '@zhibu/kernel';

const HASH = '0'.repeat(64);

/** An event of some 600 bytes, as long as an activity or a rating is. */
export function sampleEvent(): NewEvent {
  const commandId = randomUUID();
  return {
    id: randomUUID(),
    type: 'ActivityRecorded',
    schemaVersion: activityEvents.ActivityRecorded.schemaVersion,
    data: {
      branchId: '990100-SZGW-001-B001',
      externalId: commandId,
      kind: 'party-day',
      heldOn: '2022-03-22',
      attendance: 15,
      topic: '学习贯彻党的二十大精神，结合岗位职责谈体会',
      place: '机关大楼三楼党员活动室',
    },
    metadata: {
      commandId,
      commandHash: HASH,
      correlationId: commandId,
      actor: { personId: 'P-1', role: 'operator', organizationId: '990100-SZGW' },
    },
  };
}

export const sampleEvents = (count: number): readonly NewEvent[] => Array.from({ length: count }, sampleEvent);

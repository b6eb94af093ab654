import type { ServiceDefinition } from '@zhibu/service-kit';
import { CommandDoor, DutyCheck, type ServiceContext } from '@zhibu/service-kit';
import { Deliveries } from './delivery.adapter.ts';
import { EVIDENCE_CONTENT, EvidenceController } from './evidence.controller.ts';
import { ContentSweep } from './sweep.adapter.ts';
import { evidenceFacts, type EvidenceKeeping } from './evidence.lookup.ts';

/** The door by which files of evidence come and go. */
export function evidenceDoors(
  context: ServiceContext,
  keeping: EvidenceKeeping,
): ReturnType<NonNullable<ServiceDefinition['doors']>> {
  const facts = evidenceFacts(context, keeping);
  return {
    controllers: [EvidenceController],
    providers: [
      { provide: EVIDENCE_CONTENT, useValue: keeping.content },
      { provide: ContentSweep, useValue: new ContentSweep({ store: context.store, ...keeping }) },
      {
        provide: Deliveries,
        inject: [CommandDoor, DutyCheck],
        useFactory: (door: CommandDoor, duties: DutyCheck) =>
          new Deliveries({ keeping, facts, store: context.store, door, duties }),
      },
    ],
  };
}

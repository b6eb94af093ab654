import { drawStream, inspectionStream, revocationStream } from '@zhibu/contracts';
import { folded } from '@zhibu/event-store';
import type { OwnSubjects, ServiceContext } from '@zhibu/service-kit';
import { drawDecider } from './draw/draw.decider.ts';
import { inspectionDecider } from './inspection/inspection.decider.ts';
import { organizationIn } from './inspection/inspection.rules.ts';
import { revocationDecider } from './revocation/revocation.decider.ts';

/**
 * A draw is of the organization whose branches are drawn from, an inspection of the one inspected, a revocation of the one
 * designated, for ever.
 */
export function supervisionSubjects({ store }: ServiceContext): OwnSubjects {
  const draws = folded(store, drawDecider);
  const inspections = folded(store, inspectionDecider);
  const revocations = folded(store, revocationDecider);
  return {
    drawId: {
      unknown: 'DRAW_UNKNOWN',
      organizationOf: async (field) => {
        const draw = await draws(drawStream(field('drawId')));
        return draw.status === 'none' ? undefined : draw.under;
      },
    },
    inspectionId: {
      unknown: 'INSPECTION_UNKNOWN',
      organizationOf: async (field) => organizationIn(await inspections(inspectionStream(field('inspectionId')))),
    },
    revocationId: {
      unknown: 'REVOCATION_UNKNOWN',
      organizationOf: async (field) => {
        const revocation = await revocations(revocationStream(field('revocationId')));
        return revocation.status === 'none' ? undefined : revocation.subject.organizationId;
      },
    },
  };
}

import type { Platform } from '@zhibu/client';
import { type Day, dayOf } from '@zhibu/kernel';
import type { Planning } from './case.rules.ts';
import { shown } from './city.lookup.ts';
import { drawIdOf, stepOfAnnouncement, stepsOfBodies } from './draw.commands.ts';
import {
  APPEALED,
  FAILED,
  inspectionIdOf,
  REVOKED,
  stepsOfInspection,
  stepsOfRevocation,
  type Supervising,
  VISITS,
} from './inspection.commands.ts';
import { type Stage, stagesOf } from './stage.rules.ts';
import { begunUnder, populationHashOf, programmesUnder } from './supervision.lookup.ts';
import type { stageWords } from './vocabulary.ts';

/** Where stages are sent. */
interface Recording {
  readonly platform: Platform;
  readonly stages: (word: keyof typeof stageWords, stages: readonly Stage[]) => Promise<void>;
}

/**
 * 督查 of the demonstration: a draw, acceptances and reinspections, and two revocations. What was begun on an earlier day goes
 * on as of that day.
 */
export async function recordSupervision(planning: Planning, recording: Recording): Promise<void> {
  const { platform } = recording;
  const { committee } = planning.occasion;
  await shown(platform, 'supervision');
  const [begun, programmes] = await Promise.all([
    begunUnder(platform, committee),
    programmesUnder(platform, committee),
  ]);
  const asOfIts = (idOn: (at: { readonly on: Day }) => string) => ({
    ...planning,
    programmes,
    on: [...begun].find(([id, on]) => id === idOn({ on }))?.[1] ?? dayOf(Date.now()),
  });
  const drawing = asOfIts(drawIdOf);
  await recording.stages('draw', stagesOf([[stepOfAnnouncement(drawing)]]));
  await shown(platform, 'supervision');
  const populationHash = await populationHashOf(platform, drawIdOf(drawing));
  await recording.stages('draw', stagesOf([stepsOfBodies(populationHash, drawing)]));
  await recording.stages('inspections', inspectionStages(asOfIts((at) => inspectionIdOf(FAILED, at))));
}

/** The visits, each with what follows from it. */
export const inspectionStages = (supervising: Supervising): readonly Stage[] =>
  stagesOf(
    VISITS.map((visit) => [
      ...stepsOfInspection(visit, supervising),
      ...(visit === REVOKED || visit === APPEALED ? stepsOfRevocation(visit, supervising) : []),
    ]),
  );

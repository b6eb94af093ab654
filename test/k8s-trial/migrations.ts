import { asked } from '../faults/standings.ts';
import { releases } from './images.ts';
import { applying, overlayOf, rolledOut } from './installation.ts';
import { attempted, isReady, processPods, releaseNow, runs, until } from './kubectl.ts';
import type { Trial } from './row.ts';
import type { TrialScene } from './scene.ts';

const REFUSED_WITHIN_SECONDS = 180;

/**
 * A column comes with one release, is there while the release before is installed again, and goes with the next, whose schema
 * that one is refused on: by its Job, before a process is touched.
 */
export const migration: Trial = {
  name: 'migration',
  says: 'a migration that expands, the release before installed again, then one that contracts',
  strike: async (scene) => {
    const before = await releaseNow();
    await rolledOut(await overlayOf(releases.expanding));
    const expanded = await columns(scene);
    await rolledOut(await overlayOf(before));
    const undone = (await processPods()).filter((pod) => runs(pod, before)).length;
    for (const release of [releases.expanding, releases.contracting]) await rolledOut(await overlayOf(release));
    const contracted = await columns(scene);
    const seconds = await refused(before);
    const left = (await processPods()).filter((pod) => isReady(pod) && runs(pod, releases.contracting)).length;
    await rolledOut(await overlayOf(releases.contracting));
    return {
      figures: [
        `${undone} pods of the release before beside the expanded schema`,
        `on the contracted one its Job was refused after ${seconds.toFixed(0)} s`,
      ],
      wrong: [
        ...(expanded === 1 && contracted === 0
          ? []
          : [`${expanded} columns after one migration, ${contracted} after the other`]),
        ...(undone === 10 ? [] : [`${undone} pods of the release before, 10 are due`]),
        ...(left === 10 ? [] : [`${left} pods of the newest release after the refusal, 10 are due`]),
      ],
    };
  },
};

/** Installs a release that the schema is too new for, until its Job says so. */
async function refused(release: string): Promise<number> {
  const installing = applying(await overlayOf(release));
  try {
    return await until('the Job says that the schema is too new', REFUSED_WITHIN_SECONDS, async () => {
      const { said } = await attempted('-n', 'zhibu', 'logs', '-l', 'batch.kubernetes.io/job-name=provision');
      return said.includes('SCHEMA_TOO_NEW');
    });
  } finally {
    installing.signalGroup('SIGTERM');
    await installing.ended;
  }
}

async function columns({ cluster }: TrialScene): Promise<number> {
  const found = await asked(
    cluster,
    "SELECT 1 FROM information_schema.columns WHERE table_schema = 'organization' AND column_name = 'of_the_trial'",
  );
  return found.length;
}

import { asked } from '../faults/standings.ts';
import { releases } from './images.ts';
import { overlayOf, rolledOut } from './installation.ts';
import { inZhibu, processPods, releaseNow, runs } from './kubectl.ts';
import type { Trial } from './row.ts';
import type { TrialScene } from './scene.ts';

/** A column comes with one release, is there while the release before runs again, and goes with the next. */
export const migration: Trial = {
  name: 'migration',
  says: 'a migration that expands, its release undone beside it, then one that contracts',
  strike: async (scene) => {
    const before = await releaseNow();
    await rolledOut(await overlayOf(releases.expanding));
    const expanded = await columns(scene);
    // Not by the overlay before: its migrations are older than the schema, and its Job would refuse.
    await inZhibu('rollout', 'undo', 'deployment', '-l', 'app.kubernetes.io/component=process');
    await inZhibu('rollout', 'status', 'deployment', '-l', 'app.kubernetes.io/component=process', '--timeout=10m');
    const undone = (await processPods()).filter((pod) => runs(pod, before)).length;
    await rolledOut(await overlayOf(releases.contracting));
    const contracted = await columns(scene);
    return {
      figures: [`${undone} pods of the old release beside the new schema`],
      wrong: [
        ...(expanded === 1 && contracted === 0
          ? []
          : [`${expanded} columns after one migration, ${contracted} after the other`]),
        ...(undone === 10 ? [] : [`${undone} pods of the old release after the undoing, 10 are due`]),
      ],
    };
  },
};

async function columns({ cluster }: TrialScene): Promise<number> {
  const found = await asked(
    cluster,
    "SELECT 1 FROM information_schema.columns WHERE table_schema = 'organization' AND column_name = 'of_the_trial'",
  );
  return found.length;
}

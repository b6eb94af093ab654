import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, RunningProgram } from '../support/program.ts';
import { overlayOf, rolledOut, type Secrets } from './installation.ts';
import { inZhibu, kubectl, type Pod, podsOf, releaseNow } from './kubectl.ts';
import type { Trial } from './row.ts';

/** One value each, by the files that hold it. */
const passwords = [['assessment/PASSWORD', 'database-roles/PASSWORD_ASSESSMENT'], ['assessment/KAFKA_PASSWORD']];

/** The passwords of Assessment to database and broker: taken out of the folder, made anew, told to the stores, then to the pods. */
export const rotation: Trial = {
  name: 'rotation',
  says: "assessment's passwords to PostgreSQL and Kafka rotated",
  strike: async ({ secrets }) => {
    const before = secrets.read('assessment', 'PASSWORD');
    await madeAnew(secrets);
    await kubectl('apply', '-k', secrets.folder);
    const began = Date.now();
    await rolledOut(await overlayOf(await releaseNow()));
    await inZhibu('rollout', 'restart', 'deployment/assessment');
    await inZhibu('rollout', 'status', 'deployment/assessment', '--timeout=5m');
    const told = await Promise.all((await podsOf('app.kubernetes.io/name=assessment')).map(passwordIn));
    const now = secrets.read('assessment', 'PASSWORD');
    return {
      figures: [`in force ${((Date.now() - began) / 1000).toFixed(0)} s after the Secret`],
      wrong: now !== before && told.every((one) => one === now) ? [] : ['a pod still has the password before'],
    };
  },
};

async function passwordIn({ metadata }: Pod): Promise<string> {
  return (await inZhibu('exec', metadata.name, '--', 'node', '-p', 'process.env.PASSWORD')).trim();
}

async function madeAnew({ folder }: Secrets): Promise<void> {
  for (const path of passwords.flat()) await rm(join(folder, 'secrets', path));
  const program = join(repository, 'infra', 'dist', 'cli', 'kubernetes-secrets.cli.js');
  const { code, stderr } = await new RunningProgram(process.execPath, [
    program,
    folder,
    '--authority',
    join(folder, '..', 'authority.pem'),
  ]).ended;
  if (code !== 0) throw new Error(`the secrets were not made anew: ${stderr}`);
}

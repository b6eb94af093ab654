import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { repository, RunningProgram } from '../support/program.ts';
import { releases } from './images.ts';
import { applied, inZhibu, kubectl } from './kubectl.ts';

const here = import.meta.dirname;
const overlays = join(repository, '.cache', 'k8s-trial', 'overlays');

/** The folder of an installation's secrets, as `npm run k8s:secrets` made it. */
export class Secrets {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }
  read(secret: string, key: string): string {
    return readFileSync(join(this.folder, 'secrets', secret, key), 'utf8').trim();
  }
}

/** The trial's own PostgreSQL and Kafka, in a namespace of their own. @param proof a folder with their tls.crt and tls.key */
export async function installStores(secrets: Secrets, proof: string): Promise<void> {
  const folder = (name: string): string => join(secrets.folder, 'secrets', name);
  const files = {
    proof,
    'postgres-superuser': folder('postgres-superuser'),
    'kafka-administrator': folder('kafka-administrator'),
  };
  await kubectl('create', 'namespace', 'stores');
  for (const [name, path] of Object.entries(files))
    await kubectl('-n', 'stores', 'create', 'secret', 'generic', name, `--from-file=${path}`);
  await applied(readFileSync(join(here, 'stores', 'stores.yaml'), 'utf8'));
  for (const name of ['postgres', 'kafka'])
    await kubectl('-n', 'stores', 'rollout', 'status', `statefulset/${name}`, '--timeout=3m');
}

/** The overlay of a release, as `kustomize edit set image` would leave it. @param components folders of `k8s/components` beside those of the overlay */
export async function overlayOf(
  release: string,
  components: readonly string[] = [],
  patches: readonly object[] = [],
): Promise<string> {
  const folder = join(overlays, [release, ...components].join('-'));
  await mkdir(folder, { recursive: true });
  const to = (path: string): string => relative(folder, join(repository, path));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [to('test/k8s-trial/overlay')],
    components: components.map((name) => to(join('k8s', 'components', name))),
    images: [{ name: 'zhibu', newTag: release }],
    patches,
  };
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization, null, 2));
  return folder;
}

/** `npm run k8s:apply` of a folder, as an operator runs it to install and to upgrade. @throws Error with what it said */
export async function rolledOut(overlay: string): Promise<void> {
  const { code, stdout, stderr } = await applying(overlay).ended;
  if (code !== 0) throw new Error(`npm run k8s:apply ended with ${code}: ${`${stdout}${stderr}`.slice(-2_000)}`);
}

/** The same, while it runs. */
export function applying(overlay: string): RunningProgram {
  return new RunningProgram(process.execPath, [join(repository, 'infra', 'launcher', 'k8s-apply.mjs'), overlay]);
}

/** Everything of an overlay but the processes, and what prepares them to its end. */
export async function preparedBy(overlay: string): Promise<void> {
  await kubectl('apply', '-k', overlay, '-l', 'app.kubernetes.io/component!=process');
  await inZhibu(
    'wait',
    'job',
    '-l',
    'app.kubernetes.io/component=preparation',
    '--for=condition=complete',
    '--timeout=5m',
  );
}

/** Secrets, then the release. */
export async function install(secrets: Secrets): Promise<void> {
  await kubectl('apply', '-k', secrets.folder);
  await rolledOut(await overlayOf(releases.first));
}

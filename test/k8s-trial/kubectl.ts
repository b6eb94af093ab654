import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

const run = promisify(execFile);
const LARGEST_BYTES = 32 << 20;
const LOOK_EVERY_MS = 250;
export const NAMESPACE = 'zhibu';

/** A pod, as far as the trial looks at it. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly restartCount: number;
  readonly ready: boolean;
  readonly state: { readonly waiting?: { readonly reason: string } };
  readonly lastState: { readonly terminated?: { readonly reason: string } };
}

/** What kubectl says. @throws Error with what it complains of */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('kubectl', [...args], { maxBuffer: LARGEST_BYTES });
  return stdout;
}

/** In the platform's namespace. */
export const inZhibu = (...args: readonly string[]): Promise<string> => kubectl('-n', NAMESPACE, ...args);

/** Whether kubectl did it, and what it said in any case. */
export async function attempted(
  ...args: readonly string[]
): Promise<{ readonly done: boolean; readonly said: string }> {
  try {
    return { done: true, said: await kubectl(...args) };
  } catch (error) {
    const { stdout = '', stderr = '' } = Object(error) as { readonly stdout?: string; readonly stderr?: string };
    return { done: false, said: `${stdout}${stderr}` };
  }
}

/** Applies manifests as they are. */
export function applied(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', ['apply', '-f', '-'], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`kubectl apply ended with ${code}`))));
    child.stdin.end(text);
  });
}

/** Pods with these labels that are not on their way out. */
export async function podsOf(selector: string, namespace = NAMESPACE): Promise<readonly Pod[]> {
  const { items } = JSON.parse(await kubectl('-n', namespace, 'get', 'pods', '-l', selector, '-o', 'json')) as {
    readonly items: readonly Pod[];
  };
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

export const processPods = (): Promise<readonly Pod[]> => podsOf('app.kubernetes.io/component=process');
export const nameOf = ({ metadata }: Pod): string => metadata.labels['app.kubernetes.io/name'] ?? metadata.name;
export const isReady = ({ status }: Pod): boolean =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;

export const runs = ({ spec }: Pod, release: string): boolean =>
  spec.containers.every(({ image }) => image.endsWith(`:${release}`));

/** The release that every process runs. @throws Error while they run several */
export async function releaseNow(): Promise<string> {
  const images = (await processPods()).flatMap(({ spec }) => spec.containers.map(({ image }) => image));
  const [release = '', ...others] = new Set(images.map((image) => image.split(':').at(-1) ?? ''));
  if (others.length > 0) throw new Error(`releases ${[release, ...others].join(', ')} run beside each other`);
  return release;
}

/** Waits until it is so. @returns after how many seconds. @throws Error when it is not within so many */
export async function until(what: string, withinSeconds: number, isSo: () => Promise<boolean>): Promise<number> {
  const began = Date.now();
  for (;;) {
    if (await isSo()) return (Date.now() - began) / 1000;
    if (Date.now() - began > withinSeconds * 1000) throw new Error(`${what}: not within ${withinSeconds} s`);
    await pause(LOOK_EVERY_MS);
  }
}

import { isLook } from '../k8s/command-register.ts';
import { isUntried, keyOf, pages } from '../k8s/runbook-pages.ts';
import { overlayOf, rolledOut } from './installation.ts';
import { attempted, inZhibu, isReady, nameOf, type Pod, podsOf, processPods, until } from './kubectl.ts';
import type { Trial } from './row.ts';

const WITHIN_SECONDS = 180;
const PROCESSES = ['-l', 'app.kubernetes.io/component=process'];
/** Jobs that an operator starts by hand, by their CronJobs. */
const started = [
  ['backup', 'backup-now'],
  ['verify-log', 'verify-log-now'],
] as const;

/** Every look of the pages as it is typed there, and what they do to pods: Jobs by hand, more replicas, a restart, none and all again. */
export const runbooks: Trial = {
  name: 'runbooks',
  says: 'what the runbooks look at, as it is typed there; a third gateway, all restarted, all stopped and applied again',
  breaksQueries: true,
  strike: async () => {
    for (const [name, job] of started) await inZhibu('create', 'job', `--from=cronjob/${name}`, job);
    for (const [name] of started) await until(`${name} has worked`, WITHIN_SECONDS, () => hasWorked(name));
    const looks = await looked();
    for (const [, job] of started) await inZhibu('delete', 'job', job);
    await inZhibu('scale', 'deployment/gateway', '--replicas=3');
    await inZhibu('rollout', 'status', 'deployment/gateway', '--timeout=5m');
    await inZhibu('rollout', 'restart', 'deployment', ...PROCESSES);
    await inZhibu('rollout', 'status', 'deployment', ...PROCESSES, '--timeout=20m');
    await inZhibu('rollout', 'restart', 'deployment', 'operator');
    const seconds = await stoppedAndApplied();
    return {
      figures: [`${looks.said} looks answered`, `all ready ${seconds.toFixed(0)} s after none was left`],
      wrong: looks.wrong,
    };
  },
};

/** Whether the first container of a Job that was started by hand has ended well; the second's image is not to be had here. */
async function hasWorked(name: string): Promise<boolean> {
  const pods = JSON.parse(await inZhibu('get', 'pods', '-l', `app.kubernetes.io/name=${name}`, '-o', 'json')) as {
    readonly items: readonly {
      readonly status: {
        readonly initContainerStatuses?: readonly { readonly state: { readonly terminated?: { exitCode: number } } }[];
      };
    }[];
  };
  return pods.items.some(({ status }) => status.initContainerStatuses?.[0]?.state.terminated?.exitCode === 0);
}

async function looked(): Promise<{ readonly said: number; readonly wrong: readonly string[] }> {
  const gateways = (await processPods()).filter((pod) => nameOf(pod) === 'gateway');
  const again = gateways.find((pod) => restartsOf(pod) > 0);
  const all = new Map(pages.flatMap((page) => page.commands.map((one) => [keyOf(one), one] as const)));
  const wrong: string[] = [];
  let said = 0;
  for (const [key, command] of [...all].filter(([, one]) => isLook(one) && !isUntried(one))) {
    // Only of a pod that was started again is there anything of before.
    const pod = command.words.includes('--previous') ? again : gateways[0];
    if (!pod) continue;
    const words = command.words.slice(1).map((word) => filled(word, pod.metadata.name));
    const { done, said: text } = await attempted(...words);
    if (done) said += 1;
    else wrong.push(`${key}: ${text.trim().slice(-200)}`);
  }
  return { said, wrong };
}

const filled = (word: string, pod: string): string =>
  word.replace(/^POD$/, pod).replace('job/NAME', 'job/backup-now').replace('$1', 'gateway');

const restartsOf = ({ status }: Pod): number => status.containerStatuses?.[0]?.restartCount ?? 0;

/** As before a restore: no process writes. Then the overlay brings them again. */
async function stoppedAndApplied(): Promise<number> {
  const release = (await processPods())[0]?.spec.containers[0]?.image.split(':')[1] ?? '';
  await inZhibu('scale', 'deployment', ...PROCESSES, '--replicas=0');
  await until('no process is left', WITHIN_SECONDS, async () => (await podsOf(PROCESSES[1] ?? '')).length === 0);
  const began = Date.now();
  await rolledOut(await overlayOf(release));
  await until('ten pods are ready', WITHIN_SECONDS, async () => {
    const pods = await processPods();
    return pods.filter((pod) => isReady(pod)).length === 10;
  });
  return (Date.now() - began) / 1000;
}

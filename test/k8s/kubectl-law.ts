import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Labels, Manifest } from './manifest.ts';
import { type Workload, workloadsOf } from './overlay.ts';
import { isOpen } from './runbook-pages.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const selector = { type: 'string', short: 'l' } as const;

/** The options of each verb that pages may use, beside the namespace. */
const verbs: Readonly<Record<string, ParseArgsOptionsConfig>> = {
  get: { selector, output: { ...text, short: 'o' }, 'sort-by': text },
  logs: { selector, container: { ...text, short: 'c' }, prefix: flag, previous: flag, tail: text },
  describe: {},
  top: {},
  exec: { stdin: { ...flag, short: 'i' } },
  scale: { selector, replicas: text },
  'rollout status': { selector, timeout: text },
  'rollout history': {},
  'rollout restart': { selector },
  'rollout undo': { selector },
  delete: { selector, 'ignore-not-found': flag, force: flag },
  apply: { selector, kustomize: { ...text, short: 'k' } },
  wait: { selector, for: text, timeout: text },
  create: { from: text },
  patch: { type: text, patch: text },
  drain: { 'ignore-daemonsets': flag, 'delete-emptydir-data': flag, timeout: text },
  uncordon: {},
};
/** Of the cluster itself: no manifest brings them. */
const OF_THE_CLUSTER: readonly string[] = ['node', 'event', 'pod'];
/** What they work on is no object of the namespace. */
const OF_NO_NAMESPACE: readonly string[] = ['apply', 'drain', 'uncordon'];
const SHORT: Readonly<Record<string, string>> = { hpa: 'horizontalpodautoscaler', pvc: 'persistentvolumeclaim' };

/** What overlays bring. */
export interface Objects {
  readonly manifests: readonly Manifest[];
  readonly workloads: readonly Workload[];
}
export const objectsOf = (manifests: readonly Manifest[]): Objects => ({
  manifests,
  workloads: workloadsOf(manifests),
});

interface Call {
  readonly verb: string;
  /** What it works on: kinds, and objects of them. */
  readonly kinds: readonly string[];
  readonly object: readonly [kind: string, name: string] | undefined;
  readonly given: Readonly<Record<string, unknown>>;
}

/** The verb of a command of `kubectl`. */
export function verbOf(words: readonly string[]): string {
  const own = words.slice(words[1] === '-n' ? 3 : 1);
  return own.slice(0, own[0] === 'rollout' ? 2 : 1).join(' ');
}

/** What is wrong with a command of `kubectl`, a sentence each. */
export function kubectlFaults(words: readonly string[], objects: Objects): readonly string[] {
  const verb = verbOf(words);
  const known = verbs[verb];
  if (!known) return [`kubectl ${verb} is no command that pages may use`];
  try {
    return faultsOf(callOf(verb, words, known), objects);
  } catch (error) {
    return [`kubectl ${verb}: ${String(error)}`];
  }
}

/** @throws TypeError for an option that it does not have */
function callOf(verb: string, words: readonly string[], known: ParseArgsOptionsConfig): Call {
  const end = words.indexOf('--');
  const { values, positionals } = parseArgs({
    args: words.slice(1, end < 0 ? undefined : end),
    options: { ...known, namespace: { ...text, short: 'n' } },
    allowPositionals: true,
  });
  const given: Call['given'] = values;
  if (OF_NO_NAMESPACE.includes(verb) || verb === 'create') return { verb, kinds: [], object: undefined, given };
  return { verb, given, ...named(verb, positionals.slice(verb.split(' ').length)) };
}

/** `a`, `a,b`, `a NAME`, `a/NAME`; where pods alone are meant, their name. */
function named(verb: string, [first = 'pod', second]: readonly string[]): Pick<Call, 'kinds' | 'object'> {
  const isPod = ['logs', 'exec'].includes(verb) && !first.includes('/');
  if (isPod) return { kinds: ['pod'], object: first === 'pod' ? undefined : ['pod', first] };
  const [before = '', name = second] = first.split('/');
  const kinds = before.split(',').map(singular);
  return { kinds, object: name === undefined ? undefined : [kinds.join(), name] };
}

const singular = (kind: string): string => SHORT[kind] ?? kind.replace(/(polic|propert)ies$/, '$1y').replace(/s$/, '');

function faultsOf(call: Call, objects: Objects): readonly string[] {
  const unknown = call.kinds.filter((kind) => !isKnown(kind, objects));
  if (unknown.length > 0) return unknown.map((kind) => `no overlay has a ${kind}`);
  return [
    ...namespaceFaults(call),
    ...objectFaults(call.object, objects),
    ...objectFaults(objectIn(call.given['from']), objects),
    ...selectorFaults(call, objects),
    ...containerFaults(call.given['container'], objects),
  ];
}

const isKnown = (kind: string, { manifests }: Objects): boolean =>
  OF_THE_CLUSTER.includes(kind) || manifests.some((manifest) => manifest.kind.toLowerCase() === kind);

function namespaceFaults({ verb, kinds, given }: Call): readonly string[] {
  const isOfNone = OF_NO_NAMESPACE.includes(verb) || kinds.includes('node');
  if (isOfNone) return given['namespace'] === undefined ? [] : ['-n stands where none is due'];
  return given['namespace'] === 'zhibu' ? [] : ['-n zhibu is missing'];
}

function objectIn(from: unknown): Call['object'] {
  const [kind = '', name = ''] = typeof from === 'string' ? from.split('/') : [];
  return kind === '' ? undefined : [kind, name];
}

function objectFaults(object: Call['object'], { manifests }: Objects): readonly string[] {
  if (!object || isOpen(object[1])) return [];
  const [kind, name] = object;
  const isThere = manifests.some((one) => one.kind.toLowerCase() === kind && one.metadata.name === name);
  return isThere ? [] : [`no overlay has ${kind}/${name}`];
}

/** Something of the kind has the labels that are asked for; a Job of a CronJob has those of its pods. */
function selectorFaults({ kinds: [kind = 'pod'], given }: Call, { manifests, workloads }: Objects): readonly string[] {
  const asked = given['selector'];
  if (typeof asked !== 'string') return [];
  const [, key = '', isNot, value] = /^([\w./-]+)(!?)=(.+)$/.exec(asked) ?? [];
  const fits = (labels: Labels = {}): boolean => (labels[key] === value) !== (isNot === '!');
  const own = manifests.filter((one) => one.kind.toLowerCase() === kind).map(({ metadata }) => metadata.labels);
  const ofPods = workloads
    .filter(({ manifest }) => kind === 'pod' || (kind === 'job' && manifest.kind === 'CronJob'))
    .map(({ labels }) => labels);
  return [...own, ...ofPods].some(fits) ? [] : [`no ${kind} has ${asked}`];
}

function containerFaults(name: unknown, { workloads }: Objects): readonly string[] {
  const isThere = workloads.some(({ containers }) => containers.some((one) => one.name === name));
  return name === undefined || isThere ? [] : [`no pod has a container ${String(name)}`];
}

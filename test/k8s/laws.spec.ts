import { beforeAll, describe, expect, it } from '@jest/globals';
import { builtText, manifestsIn, overlays } from './overlay.ts';
import * as pods from './pod-laws.ts';
import { kustomize } from './programs.ts';
import * as references from './reference-laws.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
const built = new Map<string, string>();
const textOf = (name: string): string => built.get(name) ?? '';
beforeAll(async () => {
  for (const name of kustomize === undefined ? [] : overlays) built.set(name, await builtText(name));
});

/** A law, and what of the overlay for a committee is changed for it to be broken: by what, and what it then says. */
const laws: readonly (readonly [string, pods.Law, string | RegExp, string, RegExp])[] = [
  ['no pod runs as root', pods.restricted, 'runAsNonRoot: true', 'runAsNonRoot: false', /may run as root/],
  ['every pod has a seccomp profile', pods.restricted, 'type: RuntimeDefault', 'type: Unconfined', /no seccomp/],
  ['no pod gains privileges', pods.restricted, 'Escalation: false', 'Escalation: true', /may gain privileges/],
  ['no pod writes its root', pods.restricted, 'readOnlyRootFilesystem: true', 'stdin: false', /write its root/],
  ['no pod has capabilities', pods.restricted, '- ALL', '- NET_RAW', /keeps capabilities/],
  ['no pod mounts its node', pods.restricted, /emptyDir:\n\s+sizeLimit: 64Mi/, 'hostPath: { path: / }', /of its node/],
  [
    'no pod has a token',
    pods.withoutToken,
    '      automountServiceAccountToken: false',
    '      stdin: 0',
    /is given a token/,
  ],
  [
    'no account has a token',
    pods.withoutToken,
    /^automountServiceAccountToken: false/m,
    'secrets: []',
    /gives a token/,
  ],
  [
    'every pod has its own account',
    pods.withoutToken,
    'serviceAccountName: gateway',
    'stdin: 0',
    /ServiceAccount of its/,
  ],
  ['what stays is asked whether it lives', pods.probed, 'livenessProbe:', 'lifeProbe:', /no liveness/],
  ['what stays is asked at its start', pods.probed, 'startupProbe:', 'beginProbe:', /no startup/],
  ['what stays is asked whether it is ready', pods.probed, 'readinessProbe:', 'readyProbe:', /no readiness/],
  ['whether it lives asks nobody else', pods.probed, '/health/live', '/health/ready', /is killed for what it leans on/],
  ['a rollout takes nobody away', pods.rolledOut, 'maxUnavailable: 0', 'maxUnavailable: 1', /with some of it away/],
  ['there are two of each', pods.rolledOut, 'replicas: 2', 'replicas: 1', /fewer than two/],
  ['who ends is sent nothing more', pods.rolledOut, 'seconds: 5', 'seconds: 0', /still sent requests/],
  ['who ends has time to', pods.rolledOut, 'PeriodSeconds: 30', 'PeriodSeconds: 15', /killed before it has ended/],
  ['every container has limits', pods.limited, /limits:\n\s+cpu: "\d"\n/, 'limits:\n', /no limits of cpu/],
  ['every container has requests', pods.limited, /requests:\n\s+cpu: \d+m\n/, 'requests:\n', /no requests of cpu/],
  ['replicas are spread', pods.spreadAndBudgeted, 'kubernetes.io/hostname', 'rack', /not spread over nodes/],
  ['a drain is held', pods.spreadAndBudgeted, 'kind: PodDisruptionBudget', 'kind: Budget', /has no budget/],
  ['images are pinned', pods.pinned, 'image: zhibu:0.1.0', 'image: zhibu:latest', /may be another tomorrow/],
  ['images have a version', pods.pinned, 'image: zhibu:0.1.0', 'image: registry:5000/zhibu', /may be another tomorrow/],
  ['everything is part of it', references.labelled, /part-of: zhibu/, 'part-of: other', /is part of nothing/],
  [
    'a Service finds its pods',
    references.labelled,
    /selector:\n\s+app.kubernetes.io\/name: gateway/,
    'selector:\n    app: gateway',
    /Service gateway(-metrics)? selects 0/,
  ],
  [
    'pods have the name of their workload',
    references.labelled,
    /labels:\n(\s+)app.kubernetes.io\/component: process\n\s+app.kubernetes.io\/name: gateway\n(\s+)app.kubernetes.io\/part-of: zhibu\n    spec:/,
    'labels: { app.kubernetes.io/part-of: zhibu }\n    spec:',
    /pods of another name/,
  ],
  [
    'what is named is there',
    references.referring,
    /configMapRef:\n\s+name: settings-/,
    'configMapRef:\n            name: other-',
    /names ConfigMap other-\S+, which is not there/,
  ],
  [
    'a key that is named is there',
    references.referring,
    'key: POSTGRES_ADDRESS',
    'key: ADDRESS',
    /settings-\S+\/ADDRESS, which is not/,
  ],
  [
    'a volume that is named is there',
    references.referring,
    'claimName: evidence',
    'claimName: other',
    /PersistentVolumeClaim other/,
  ],
  [
    'no Secret is in the manifests',
    references.nothingInClear,
    'kind: ConfigMap',
    'kind: Secret',
    /is in the manifests/,
  ],
  [
    'no setting is a secret',
    references.nothingInClear,
    'EVENTSTORE_PASSWORD: ""',
    'EVENTSTORE_PASSWORD: changeit',
    /shows EVENTSTORE_PASSWORD/,
  ],
  ['no address shows a password', references.nothingInClear, '$(PASSWORD)@', 'changeit@', /shows DATABASE_URL/],
  [
    'no variable is a secret',
    references.nothingInClear,
    /name: PEOPLE_KEY\n\s+valueFrom:/,
    'name: PEOPLE_KEY\n          value: secret\n          other:',
    /shows PEOPLE_KEY/,
  ],
];

where.each(laws)('%s', (...[, law, what, other, says]) => {
  it.each(overlays)('in the overlay %s', (name) => {
    expect(law(manifestsIn(textOf(name)))).toEqual([]);
  });

  it('and it is told where one does', () => {
    const changed = textOf('committee').replace(what, other);
    expect(changed).not.toBe(textOf('committee'));
    expect(law(manifestsIn(changed))).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
  });
});

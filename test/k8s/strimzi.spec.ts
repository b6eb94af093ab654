import { beforeAll, describe, expect, it } from '@jest/globals';
import { permissionsOf, principals, userOf } from '@zhibu/feed';
import { declaredTopics } from '@zhibu/infra';
import type { Manifest } from './manifest.ts';
import { builtOverlay, ofKind } from './overlay.ts';
import { kustomize } from './programs.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
let manifests: readonly Manifest[] = [];
beforeAll(async () => {
  if (kustomize !== undefined) manifests = await builtOverlay('city');
});

interface Acl {
  readonly resource: { readonly type: string; readonly name: string; readonly patternType: string };
  readonly operations: readonly string[];
}
interface User {
  readonly spec: { readonly authorization: { readonly acls: readonly Acl[] } };
}
interface Topic {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly partitions: number; readonly replicas: number; readonly config: object };
}

/** As Strimzi calls what Kafka calls TOPIC, TRANSACTIONAL_ID, PREFIXED, DESCRIBE_CONFIGS. */
const camel = (text: string): string =>
  text.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const pascal = (text: string): string => camel(`_${text}`);

interface Template {
  readonly [part: string]: { readonly securityContext?: object };
}
interface Brokers {
  readonly spec: Readonly<Record<'kafka' | 'entityOperator', { readonly template: Template }>>;
}

where('what Strimzi is told', () => {
  it.each([
    ['kafka', 'kafkaContainer'],
    ['entityOperator', 'topicOperatorContainer'],
    ['entityOperator', 'userOperatorContainer'],
  ] as const)('restricts the pods of %s as the namespace demands: %s', (part, container) => {
    const [brokers] = ofKind(manifests, 'Kafka') as unknown as readonly Brokers[];
    expect(brokers?.spec[part].template[container]?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      capabilities: { drop: ['ALL'] },
    });
  });

  it('declares the topics that `npm run topics` would make, on three brokers', () => {
    const told = ofKind(manifests, 'KafkaTopic').map((manifest) => {
      const { metadata, spec } = manifest as unknown as Topic;
      const settings = Object.fromEntries(Object.entries(spec.config).map(([name, value]) => [name, String(value)]));
      return { name: metadata.name, partitions: spec.partitions, replicas: spec.replicas, settings };
    });
    const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);
    expect(told.sort(byName)).toEqual(declaredTopics('zhibu', 3).toSorted(byName));
  });

  it.each(principals)('grants %s what `npm run topics` would grant, and nothing else', (principal) => {
    const user = ofKind(manifests, 'KafkaUser').find(({ metadata }) => metadata.name === userOf(principal));
    const told = (user as unknown as User).spec.authorization.acls.map(({ resource, operations }) =>
      [resource.type, resource.name, resource.patternType, ...operations].join(' '),
    );
    const granted = permissionsOf(principal).map(({ on, name, pattern, operations }) =>
      [camel(on), name, pattern === 'PREFIXED' ? 'prefix' : 'literal', ...operations.map(pascal)].join(' '),
    );
    expect(told.sort()).toEqual([...granted].sort());
  });
});

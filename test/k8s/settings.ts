import { gatewayNeeds } from '@zhibu/gateway';
import { secretKeys, serviceDefinitions } from '@zhibu/infra';
import { type ProcessNeeds, processSettings, serviceNeeds } from '@zhibu/service-kit';
import type { Container, Manifest, Variable } from './manifest.ts';
import { ofKind } from './overlay.ts';

type Environment = Readonly<Record<string, string>>;

/** What each process must be told of, as its code declares it. */
export const needsOf: ReadonlyMap<string, ProcessNeeds> = new Map([
  ...serviceDefinitions.map((definition): [string, ProcessNeeds] => [definition.name, serviceNeeds(definition)]),
  ['gateway', gatewayNeeds],
]);

/** The settings that code reads: every name that it asks an environment for. */
export function settingsRead(read: (environment: Environment) => unknown): ReadonlySet<string> {
  const asked = new Set<string>();
  const environment = new Proxy<Environment>(
    {},
    {
      get: (_, name) => {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  try {
    read(environment);
  } catch {
    // What is missing is of no interest here.
  }
  return asked;
}

export const settingsOf = (process: string): ReadonlySet<string> => {
  const needs = needsOf.get(process);
  if (!needs) throw new Error(`there is no process ${process}`);
  return settingsRead((environment) => processSettings(needs, environment));
};

/** What a key of a Secret holds. */
type Secrets = (name: string, key: string) => string;

/** The environment that a container is given, as the kubelet makes it: ConfigMaps whole, then each variable, with `$(NAME)` put in. */
export function environmentOf(container: Container, manifests: readonly Manifest[], secrets: Secrets): Environment {
  const { env = [], envFrom = [] } = container;
  const whole = envFrom.map(({ configMapRef, secretRef }) => ({
    ...dataOf(manifests, configMapRef?.name),
    ...heldBy(secretRef?.name, secrets),
  }));
  const environment: Record<string, string> = Object.assign({}, ...whole);
  for (const variable of env)
    environment[variable.name] = textOf(variable, manifests, secrets).replaceAll(
      /\$\(([A-Z_]+)\)/g,
      (unknown, other: string) => environment[other] ?? unknown,
    );
  return environment;
}

const heldBy = (name: string | undefined, secrets: Secrets): Environment =>
  Object.fromEntries(
    secretKeys.filter(({ secret }) => secret === name).map(({ secret, key }) => [key, secrets(secret, key)]),
  );

const dataOf = (manifests: readonly Manifest[], name: string | undefined): Environment =>
  ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === name)?.data ?? {};

function textOf({ value = '', valueFrom }: Variable, manifests: readonly Manifest[], secrets: Secrets): string {
  if (valueFrom?.secretKeyRef) return secrets(valueFrom.secretKeyRef.name, valueFrom.secretKeyRef.key);
  if (!valueFrom?.configMapKeyRef) return value;
  const { name, key } = valueFrom.configMapKeyRef;
  return dataOf(manifests, name)[key] ?? '';
}

/** Variables that are there to be put into others. */
export const putInto = ({ env = [] }: Container): ReadonlySet<string> =>
  new Set(env.flatMap(({ value = '' }) => [...value.matchAll(/\$\(([A-Z_]+)\)/g)].map(([, name = '']) => name)));

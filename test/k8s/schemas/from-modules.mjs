/**
 * `node test/k8s/schemas/from-modules.mjs`: writes the schemas of this folder anew from their makers' releases, which Go's
 * module proxy has. What is said of a field in words is left out, and what no schema names is refused, as a server would
 * with `--validate=strict`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const here = new URL('.', import.meta.url).pathname;
const KUBERNETES = 'k8s.io/kubernetes@v1.37.2';
const KINDS = [
  'v1 Namespace ConfigMap Secret Service ServiceAccount PersistentVolumeClaim',
  'apps/v1 Deployment StatefulSet',
  'batch/v1 Job CronJob',
  'policy/v1 PodDisruptionBudget',
  'networking.k8s.io/v1 NetworkPolicy Ingress',
  'autoscaling/v2 HorizontalPodAutoscaler',
];
/** Where a release keeps the definitions of its own kinds. */
const CUSTOM = [
  ['sigs.k8s.io/gateway-api@v1.4.0', 'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'],
  ['sigs.k8s.io/gateway-api@v1.4.0', 'config/crd/standard/gateway.networking.k8s.io_backendtlspolicies.yaml'],
  ...['servicemonitors', 'prometheusrules'].map((name) => [
    'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    `example/prometheus-operator-crd/monitoring.coreos.com_${name}.yaml`,
  ]),
  ...['clusters', 'scheduledbackups'].map((name) => [
    'github.com/cloudnative-pg/cloudnative-pg@v1.27.0',
    `config/crd/bases/postgresql.cnpg.io_${name}.yaml`,
  ]),
  ['github.com/cloudnative-pg/plugin-barman-cloud@v0.15.0', 'config/crd/bases/barmancloud.cnpg.io_objectstores.yaml'],
];

const KEPT = ['type', 'enum', 'required', 'pattern'];
const REFERENCE = '#/definitions/';
const { definitions } = JSON.parse(readFileSync(join(moduleOf(KUBERNETES), 'api/openapi-spec/swagger.json'), 'utf8'));
const used = new Map();
for (const line of KINDS) {
  const [apiVersion, ...kinds] = line.split(' ');
  for (const kind of kinds)
    put(apiVersion, kind, { $ref: `definitions.json${REFERENCE}${use(named(apiVersion, kind))}` });
}
write('definitions', { definitions: Object.fromEntries([...used].sort(([one], [other]) => (one < other ? -1 : 1))) });

for (const [module, path] of CUSTOM) {
  const [document] = parseAllDocuments(readFileSync(join(moduleOf(module), path), 'utf8'));
  const { group, names, versions } = document.toJS().spec;
  for (const { name, schema } of versions) put(`${group}/${name}`, names.kind, strict(schema.openAPIV3Schema));
}

function moduleOf(module) {
  const said = execFileSync('go', ['mod', 'download', '-json', module], { cwd: '/', encoding: 'utf8' });
  return JSON.parse(said).Dir;
}

function named(apiVersion, kind) {
  const [version, group = ''] = apiVersion.split('/').reverse();
  const isIt = (one) => one.kind === kind && one.version === version && one.group === group;
  return Object.keys(definitions).find((name) => definitions[name]['x-kubernetes-group-version-kind']?.some(isIt));
}

/** Takes a definition, and what it refers to, among those that are written. @returns its name */
function use(name) {
  if (!used.has(name)) {
    used.set(name, {});
    used.set(name, strict(definitions[name]));
  }
  return name;
}

function strict(schema) {
  if (schema.$ref) return { $ref: `${REFERENCE}${use(schema.$ref.slice(REFERENCE.length))}` };
  if (schema.format === 'int-or-string' || schema['x-kubernetes-int-or-string']) return { type: ['string', 'integer'] };
  const { items, properties } = schema;
  return {
    ...Object.fromEntries(KEPT.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]]))),
    ...(items ? { items: strict(items) } : {}),
    ...(properties ? { properties: mapped(properties) } : {}),
    ...others(schema),
  };
}

/** What else an object may have than its properties. */
function others({ properties, additionalProperties, ...schema }) {
  if (additionalProperties === true) return {};
  if (additionalProperties) return { additionalProperties: strict(additionalProperties) };
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-embedded-resource'];
  return properties && !isOpen ? { additionalProperties: false } : {};
}

function mapped(properties) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      // Of a custom kind this says "an object"; a server knows what that of every kind is.
      name === 'metadata' && property.type === 'object' && !property.properties ? metadata() : strict(property),
    ]),
  );
}

function metadata() {
  return { type: 'object' };
}

/** As kubeconform names it: kind, first word of the group, version. */
function put(apiVersion, kind, schema) {
  const [version, group] = apiVersion.split('/').reverse();
  write([kind, ...(group ? [group.split('.')[0]] : []), version].join('-').toLowerCase(), schema);
}

function write(name, schema) {
  writeFileSync(join(here, `${name}.json`), `${JSON.stringify(schema)}\n`);
}

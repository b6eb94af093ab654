import { Metrics } from '@zhibu/service-kit';

/** Metrics of others, that rules and panels name: of Prometheus itself, kube-state-metrics, the kubelet. */
export const ofOthers: ReadonlySet<string> = new Set([
  'up',
  'ALERTS',
  'kube_cronjob_created',
  'kube_cronjob_status_last_successful_time',
  'kube_deployment_spec_replicas',
  'kube_deployment_status_replicas_available',
  'kube_pod_container_status_last_terminated_reason',
  'kube_pod_container_status_restarts_total',
  'kubelet_volume_stats_available_bytes',
  'kubelet_volume_stats_capacity_bytes',
]);

/** The metrics that processes tell, of a registry in which everything that can be watched is; a histogram by its parts. @param certificate anybody's */
export async function toldByProcesses(certificate: string): Promise<ReadonlySet<string>> {
  const metrics = Metrics.ofProcess();
  const standing = async () => ({ position: 1n, head: 2n });
  metrics.watchFeeds('gateway', () => []);
  metrics.watchReader('seal', 'organization', standing);
  metrics.watchReader('relay', 'organization', standing);
  metrics.watchDamage('organization', async () => 0);
  metrics.watchCertificate(certificate);
  const told = await metrics.registry.getMetricsAsJSON();
  metrics.close();
  return new Set(
    told.flatMap(({ name, type }) =>
      String(type) === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => `${name}${part}`) : [name],
    ),
  );
}

const WORDS = new Set(
  (
    'sum min max avg count rate increase histogram_quantile time by on ignoring group_left group_right and or unless bool ' +
    'without absent le'
  ).split(' '),
);

/** The metrics that an expression of PromQL names. */
export function metricsIn(expression: string): readonly string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '""')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|on|ignoring|without)\s*\([^)]*\)/g, ' ');
  const names = [...bare.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)].map(([name]) => name);
  return [...new Set(names.filter((name) => !WORDS.has(name)))];
}

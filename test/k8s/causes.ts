/** Series over time as promtool writes them: `from+step x times`. */
type Series = Readonly<Record<string, string>>;

/** What makes an alert fire, and what the same series are when all is well. */
export interface Cause {
  readonly alert: string;
  /** The labels of what is told. */
  readonly labels: Readonly<Record<string, string>>;
  readonly ill: Series;
  readonly well: Series;
  /** Between two samples; a minute unless told. */
  readonly interval?: string;
  /** When it fires; how long the causes have to last, and some minutes, unless told. */
  readonly at?: string;
}

const FEED = { process: 'gateway', group: 'gateway', service: 'assessment' };
const labelsOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ');

/** A metric of the feeds of both gateways, of which one says `one`. */
const feed = (metric: string, one: string, other = one): Series => ({
  [`${metric}{${labelsOf(FEED)}, pod="a"}`]: one,
  [`${metric}{${labelsOf(FEED)}, pod="b"}`]: other,
});

/** A histogram in which everything takes between two seconds of time. */
function taking(metric: string, labels: string, [below, above]: readonly [string, string]): Series {
  return {
    [`${metric}_bucket{${labels}, le="${below}"}`]: '0x30',
    [`${metric}_bucket{${labels}, le="${above}"}`]: '0+60x30',
    [`${metric}_bucket{${labels}, le="+Inf"}`]: '0+60x30',
  };
}

const SLOW = ['2.5', '5'] as const;
const QUICK = ['0.005', '0.01'] as const;
const wanted = (name: string): string => `kube_deployment_spec_replicas{namespace="zhibu", deployment="${name}"}`;
const available = (name: string): string =>
  `kube_deployment_status_replicas_available{namespace="zhibu", deployment="${name}"}`;
const restarts = 'kube_pod_container_status_restarts_total{namespace="zhibu", pod="gateway-1", container="process"}';
const killed =
  'kube_pod_container_status_last_terminated_reason{namespace="zhibu", pod="gateway-1", container="process", reason="OOMKilled"}';
const left = 'kubelet_volume_stats_available_bytes{namespace="zhibu", persistentvolumeclaim="evidence"}';
const capacity = 'kubelet_volume_stats_capacity_bytes{namespace="zhibu", persistentvolumeclaim="evidence"}';

const ofCronJob = (alert: string, cronjob: string): readonly Cause[] => {
  const labels = { cronjob };
  const succeeded = `kube_cronjob_status_last_successful_time{namespace="zhibu", cronjob="${cronjob}"}`;
  const created = `kube_cronjob_created{namespace="zhibu", cronjob="${cronjob}"}`;
  const told = { alert, labels, interval: '1h', at: '32h', well: { [created]: '0x40', [succeeded]: '0+3600x40' } };
  return [
    { ...told, ill: { [created]: '0x40', [succeeded]: '0x40' } },
    // One that never succeeded tells no time of it.
    { ...told, ill: { [created]: '0x40' } },
  ];
};

export const causes: readonly Cause[] = [
  {
    alert: 'ProcessAway',
    labels: { job: 'gateway' },
    ill: {
      'up{namespace="zhibu", job="gateway", pod="a"}': '1x30',
      'up{namespace="zhibu", job="gateway", pod="b"}': '0x30',
    },
    well: { 'up{namespace="zhibu", job="gateway", pod="a"}': '1x30' },
  },
  {
    alert: 'ReplicaMissing',
    labels: { deployment: 'gateway' },
    // No pod, so that nobody is there to be reached.
    ill: { [wanted('gateway')]: '2x30', [available('gateway')]: '0x30' },
    // The operator's is wanted to be none.
    well: {
      [wanted('gateway')]: '2x30',
      [available('gateway')]: '2x30',
      [wanted('operator')]: '0x30',
      [available('operator')]: '0x30',
    },
  },
  {
    alert: 'ProcessStartsAgain',
    labels: { pod: 'gateway-1' },
    ill: { [restarts]: '0+1x30' },
    well: { [restarts]: '4x30' },
    at: '20m',
  },
  {
    alert: 'OutOfMemory',
    labels: { pod: 'gateway-1' },
    ill: { [killed]: '1x30', [restarts]: '0 0 0 0 1x26' },
    // Killed once, long ago.
    well: { [killed]: '1x30', [restarts]: '1x30' },
    at: '8m',
  },
  {
    alert: 'FeedHeldUp',
    labels: FEED,
    ill: feed('zhibu_feed_running', '0x30'),
    well: feed('zhibu_feed_running', '0x30', '1x30'),
  },
  {
    alert: 'FeedLags',
    labels: FEED,
    ill: feed('zhibu_projection_lag_seconds', '61+60x30'),
    well: feed('zhibu_projection_lag_seconds', '3x30'),
  },
  ...(['relay', 'seal'] as const).map((what): Cause => {
    const metric = `zhibu_${what}_lag_seconds`;
    return {
      alert: what === 'relay' ? 'RelayLags' : 'SealLags',
      labels: { service: 'assessment' },
      ill: {
        [`${metric}{service="assessment", pod="a"}`]: '61+60x30',
        [`${metric}{service="assessment", pod="b"}`]: '61+60x30',
      },
      // The one that stands by knows no better.
      well: {
        [`${metric}{service="assessment", pod="a"}`]: '0x30',
        [`${metric}{service="assessment", pod="b"}`]: '61+60x30',
      },
    };
  }),
  {
    alert: 'StreamParked',
    labels: FEED,
    ill: feed('zhibu_parked_streams', '1x30'),
    well: feed('zhibu_parked_streams', '0x30'),
  },
  {
    alert: 'MessageNotBelieved',
    labels: { service: 'assessment', reason: 'forged' },
    ill: { 'zhibu_feed_skipped_total{service="assessment", reason="forged", pod="a"}': '0 0 0 1x27' },
    well: { 'zhibu_feed_skipped_total{service="assessment", reason="forged", pod="a"}': '7x30' },
    at: '8m',
  },
  {
    alert: 'StoreDamaged',
    labels: { service: 'assessment' },
    ill: { 'zhibu_store_damaged_streams{service="assessment", pod="a"}': '1x30' },
    well: { 'zhibu_store_damaged_streams{service="assessment", pod="a"}': '0x30' },
  },
  {
    alert: 'CommandsSlow',
    labels: { service: 'assessment' },
    ill: {
      ...taking('zhibu_append_seconds', 'service="assessment"', QUICK),
      ...taking('zhibu_seal_seconds', 'service="assessment"', SLOW),
    },
    well: {
      ...taking('zhibu_append_seconds', 'service="assessment"', QUICK),
      ...taking('zhibu_seal_seconds', 'service="assessment"', QUICK),
    },
  },
  ...(['mutation', 'query'] as const).map((operation): Cause => {
    const during = (seconds: readonly [string, string]): Series =>
      taking('zhibu_graphql_seconds', `operation="${operation}"`, seconds);
    const alert = operation === 'mutation' ? 'VisibleLate' : 'QueriesSlow';
    return { alert, labels: {}, ill: during(SLOW), well: during(QUICK) };
  }),
  {
    alert: 'EventLoopBusy',
    labels: { job: 'gateway', pod: 'a' },
    ill: { 'nodejs_eventloop_lag_p99_seconds{job="gateway", pod="a"}': '2x30' },
    well: { 'nodejs_eventloop_lag_p99_seconds{job="gateway", pod="a"}': '0.02x30' },
  },
  {
    alert: 'CertificateEnds',
    labels: { job: 'gateway', pod: 'a' },
    // Seconds since 1970, where the series begin: ten days, and forty.
    ill: { 'zhibu_certificate_not_after_seconds{job="gateway", pod="a"}': '864000x90' },
    well: { 'zhibu_certificate_not_after_seconds{job="gateway", pod="a"}': '3456000x90' },
  },
  ...ofCronJob('BackupOld', 'backup'),
  ...ofCronJob('VerifiedHeadOld', 'verify-log'),
  {
    alert: 'DiskFills',
    labels: { persistentvolumeclaim: 'evidence' },
    ill: { [left]: '10x40', [capacity]: '100x40' },
    well: { [left]: '40x40', [capacity]: '100x40' },
  },
];

import { goProgram } from '@zhibu/kernel/testing';
import { debianProgram } from './debian-program.ts';

/** What `kubectl kustomize` is, by itself; undefined where there is no Go. */
export const kustomize = await goProgram({
  name: 'kustomize',
  path: 'sigs.k8s.io/kustomize/kustomize/v5',
  version: 'v5.7.1',
});

/** Holds manifests against schemas; undefined where there is no Go. */
export const kubeconform = await goProgram({
  name: 'kubeconform',
  path: 'github.com/yannh/kubeconform/cmd/kubeconform',
  version: 'v0.8.0',
});

/** Evaluates rules of Prometheus over series that are made up; undefined where there is neither it nor Debian. */
export const promtool = await debianProgram('prometheus', 'promtool');

import { runKubernetesSecrets } from '../kubernetes/operator.ts';
import { says } from '../kubernetes/vocabulary.ts';
import { runOperator } from '../operator/program.adapter.ts';

/** `npm run k8s:secrets -- FOLDER`: passwords, keys and certificates of an installation on Kubernetes, kept outside of any repository. */
await runOperator(says.usage, (told) => runKubernetesSecrets(told, process.argv.slice(2)));

import { runCertificates } from '../certificates/operator.ts';
import { says } from '../certificates/vocabulary.ts';
import { runOperator } from '../operator/program.adapter.ts';

/** `npm run certificates -- make|renew|list|authority`: by what the processes of an installation prove themselves to each other. */
await runOperator(says.usage, (told) => runCertificates(told, process.argv.slice(2)));

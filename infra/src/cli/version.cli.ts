import { programOf } from '@zhibu/service-kit';
import { broughtSchemas } from '../launcher/schemas.ts';
import { exits } from '../operator/fault.ts';
import { runOperator } from '../operator/program.adapter.ts';
import { programWords, usage } from '../version/vocabulary.ts';

/** `docker run --rm zhibu version`: what this program is, and the newest migrations that it brings for each schema. */
await runOperator(usage, async ({ say, terminal }) => {
  const program = programOf(broughtSchemas);
  say(programWords(program));
  for (const [schema, newest] of Object.entries(program.schemas)) terminal.say(`${schema}: ${newest.join(', ')}`);
  return exits.done;
});

import { dayOf } from '@zhibu/kernel';
import { demonstrationIn } from '../demonstration/demonstration.adapter.ts';
import { recordYear } from '../demonstration/living.ts';
import { occurrenceOf } from '../demonstration/occasion.adapter.ts';
import { platformOf } from '../operator/server.ts';
import { Arguments, runProgram } from '../terminal/arguments.adapter.ts';
import { processTerminal } from '../terminal/terminal.adapter.ts';

const USAGE = 'demonstration.cli.js --server URL --files FOLDER';

// The year after the closing, which npm start records once its import of the demonstration city has ended.
await runProgram(USAGE, async (signal) => {
  const given = new Arguments(process.argv.slice(2), { texts: ['server', 'files'], flags: [] });
  const demonstration = demonstrationIn(given.needed('files'), dayOf(Date.now()));
  return recordYear(occurrenceOf(demonstration), platformOf(given, signal), processTerminal());
});

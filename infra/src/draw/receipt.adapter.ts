import { refusalWords, type Wording } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { receiptText } from '@zhibu/draw';
import type { EventStore } from '@zhibu/event-store';
import { Refusal } from '@zhibu/kernel';
import { drawPopulation, drawReceipt } from '@zhibu/supervision';
import { writeFileSync } from 'node:fs';
import { faults } from '../backup/vocabulary.ts';
import { errorCode } from '../launcher/error-code.ts';
import { withConnections, withPools } from '../operator/connections.ts';
import { type Exit, exits, OperatorFault } from '../operator/fault.ts';
import { logsOf } from '../operator/logs.adapter.ts';
import type { ToldPlace } from '../operator/program.adapter.ts';
import type { Need } from '../operator/urls.ts';
import { says } from './vocabulary.ts';

const lists: Need = { schema: 'supervision', role: 'service' };

/** What is written of a draw of the platform, and how the file is said. */
interface Publication {
  readonly textOf: (store: EventStore, lists: Pool, drawId: string) => Promise<string>;
  readonly written: (file: string) => Wording;
}

/** The receipt of a draw that is completed. */
export const receipt: Publication = {
  textOf: async (store, kept, drawId) => receiptText(await drawReceipt(store, kept, drawId)),
  written: says.receipt,
};

/** The population of a draw, as it was frozen when the draw was announced. */
export const population: Publication = {
  textOf: async (store, kept, drawId) => (await drawPopulation(store, kept, drawId)).text,
  written: says.population,
};

/** Writes what is published of a draw, to a file or to the output. */
export const publish =
  ({ textOf, written }: Publication) =>
  async ({ given, place, environment, terminal, say }: ToldPlace): Promise<Exit> => {
    const [, drawId = ''] = given.positionals;
    const out = given.text('out');
    const logs = logsOf(environment);
    const needs = [lists, ...logs.needs.filter(({ schema }) => schema === lists.schema)];
    const text = await withConnections({ place, needs, purpose: 'npm run draw' }, (reached) =>
      withPools(reached, [lists], async ([pool]) => {
        if (!pool) throw new Error('schema supervision is not reached');
        const store = await logs.open('supervision', reached);
        try {
          return await textOf(store, pool, drawId).catch(toSentence);
        } finally {
          await store.close();
        }
      }),
    );
    if (out === undefined) terminal.say(text.replace(/\n$/, ''));
    else {
      write(out, text);
      say(written(out));
    }
    return exits.done;
  };

/** Over one that is there: a draw whose branches are substituted has a newer receipt. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new OperatorFault(faults.file(file, errorCode(error)), exits.notDone);
  }
}

function toSentence(error: unknown): never {
  const words = error instanceof Refusal ? refusalWords[error.code] : undefined;
  if (words) throw new OperatorFault(words, exits.notSo);
  throw error;
}

import { type Judgement, rejectedRows } from '@zhibu/handover';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import type { Delivery } from './delivery.ts';
import { type Exit, exits } from './options.ts';
import { say, sentences } from './vocabulary.ts';

/** What an import has come to. */
export interface Came {
  readonly delivery: Pick<Delivery, 'sent' | 'personDecides'>;
  readonly judgement: Pick<Judgement, 'rejection'>;
  /** Whether something of what was given was not taken in. */
  readonly wentBack: boolean;
  /** How long it took. */
  readonly seconds: string;
}

/**
 * The last line of an import that was carried out says all that is left to do. The exit code tells first of rows that were
 * not taken in: what a person decides shows on the platform, and they do not.
 */
export function ended(terminal: Terminal, { delivery, judgement, wentBack, seconds }: Came): Exit {
  const [rows, branches] = [rejectedRows(judgement.rejection), delivery.personDecides.length];
  const sentence = wentBack ? afterRejects(branches > 0) : afterAll(branches > 0);
  terminal.say(say(sentence, { n: delivery.sent, where: seconds, rows, branches }));
  if (wentBack) return exits.doneWithRejects;
  return branches > 0 ? exits.personDecides : exits.done;
}

const afterRejects = (decides: boolean) => (decides ? sentences.doneAndLeft : sentences.doneButRows);
const afterAll = (decides: boolean) => (decides ? sentences.doneButDecisions : sentences.done);

import { Outage } from '@zhibu/client';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { say, sentences, sinceWords } from './vocabulary.ts';

/** Whoever is away may come back: all that is sent waits together for so many minutes, and says so once. */
export const outageOf = (waitMinutes: number, terminal: Terminal): Outage =>
  new Outage({
    withinMs: waitMinutes * 60_000,
    onAway: ({ what, since }) =>
      terminal.say(say(sentences.waits, { where: what, n: waitMinutes, since: sinceWords(since) })),
    onBack: () => terminal.say(say(sentences.goesOn)),
  });

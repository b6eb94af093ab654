import type { Wording } from '@zhibu/contracts';
import { type Handover, type Judgement, rejectedRows } from '@zhibu/handover';
import { type Exit, exits, type Intake, trimmed } from './options.ts';
import { FolderTaken, writeRejects } from './reject.adapter.ts';
import { say, sentences } from './vocabulary.ts';

/** Ends an import when rows are wrong, unless the good ones are to be taken in; then writes what goes back. */
export async function stop(
  { options, terminal }: Pick<Intake, 'options' | 'terminal'>,
  handover: Handover,
  { faults, rejection, unplaced }: Judgement,
): Promise<Exit | undefined> {
  if (faults.length === 0) return undefined;
  if (handover.unusable || !options.acceptGoodRows) {
    terminal.complain(say(handover.unusable ? sentences.unusable : sentences.nothingSent));
    return exits.rowsWrong;
  }
  if (unplaced.length > 0) {
    terminal.complain(say(sentences.unplaced, { n: unplaced.length, where: placesOf(unplaced) }));
    return exits.rowsWrong;
  }
  terminal.complain(say(sentences.ungraded, { n: rejection.ungraded.size }));
  return options.dryRun ? undefined : setAside({ options, terminal }, handover, { faults, rejection });
}

const PLACES_NAMED = 5;

function placesOf(unplaced: Judgement['unplaced']): Wording {
  const [named, left] = [unplaced.slice(0, PLACES_NAMED), unplaced.length - PLACES_NAMED];
  return {
    zh: `${named.map(({ file, row }) => `${file}第${row}行`).join('、')}${left > 0 ? `等${unplaced.length}行` : ''}`,
    en: `${named.map(({ file, row }) => `row ${row} of ${file}`).join(', ')}${left > 0 ? ` and ${left} more` : ''}`,
  };
}

/** Writes what goes back, before anything is sent: an interruption must not lose it. */
async function setAside(
  { options, terminal }: Pick<Intake, 'options' | 'terminal'>,
  handover: Handover,
  { faults, rejection }: Pick<Judgement, 'faults' | 'rejection'>,
): Promise<Exit | undefined> {
  try {
    const place = {
      folder: options.rejects ?? `${trimmed(options.folder)}-rejects`,
      stated: options.rejects !== undefined,
    };
    const where = await writeRejects(handover, { rejection, faults }, place);
    terminal.complain(say(sentences.rejects, { n: rejectedRows(rejection), where }));
    return undefined;
  } catch (error) {
    if (!(error instanceof FolderTaken)) throw error;
    terminal.complain(say(sentences.rejectsTaken, { where: error.message }));
    return exits.rowsWrong;
  }
}

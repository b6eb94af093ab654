import { type Handover, type Judgement, rejectedRows } from '@zhibu/handover';
import { type Exit, exits, type Intake, trimmed } from './options.ts';
import { FolderTaken, writeRejects } from './reject.adapter.ts';
import { say, sentences } from './vocabulary.ts';

/** Ends an import when rows are wrong, unless the good ones are to be taken in; then writes what goes back. */
export async function stop(
  { options, terminal }: Pick<Intake, 'options' | 'terminal'>,
  handover: Handover,
  { faults, rejection }: Judgement,
): Promise<Exit | undefined> {
  if (faults.length === 0) return undefined;
  if (handover.unusable || !options.acceptGoodRows) {
    terminal.complain(say(handover.unusable ? sentences.unusable : sentences.nothingSent));
    return exits.rowsWrong;
  }
  terminal.complain(say(sentences.ungraded, { n: rejection.ungraded.size }));
  return options.dryRun ? undefined : setAside({ options, terminal }, handover, { faults, rejection });
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

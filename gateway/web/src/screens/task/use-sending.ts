import { useState } from 'preact/hooks';
import { askAnew } from '../../answers/answers.ts';
import { Fault } from '../../answers/asked.ts';
import { beside } from '../../answers/refused.ts';
import { type Receipt, send } from '../../answers/send.adapter.ts';
import { handIn } from '../../evidence/hand-in.adapter.ts';
import { words } from '../../words/words.ts';
import { type Draft, type DraftOf, draftFrom, dropDraft, keepDraft, newCommandId } from './draft.ts';

interface Sending {
  readonly of: DraftOf;
  /** What the text begins with. */
  readonly begins: string;
  readonly onReceipt: (receipt: Receipt) => void;
}

/** A draft that is kept at each change, what goes on with it, and why it was refused. */
export function useSending({ of, begins, onReceipt }: Sending) {
  const { draft, isKept, change } = useDraft(of, begins);
  const { isBusy, fault, during } = useWork();
  /** Each file is handed in at once, so that the draft needs its hash alone. */
  const attach = (files: readonly File[], organizationId: string): Promise<void> =>
    during(async () => {
      let { evidence } = draft;
      for (const file of files) {
        const handed = await handIn(file, organizationId).catch((error: unknown) => {
          throw beside('evidence', faultOf(error));
        });
        evidence = [...evidence.filter(({ sha256 }) => sha256 !== handed.sha256), handed];
        change({ ...draft, evidence });
      }
    });
  const submit = (data: object): Promise<void> =>
    during(async () => {
      const receipt = await send(of.command, { commandId: draft.commandId, data });
      dropDraft(localStorage, of);
      onReceipt(receipt);
      askAnew();
    });
  return { draft, isKept, isBusy, fault, change, attach, submit };
}

function useDraft(of: DraftOf, begins: string) {
  const [draft, setDraft] = useState<Draft>(() =>
    draftFrom(localStorage, of, { commandId: newCommandId(), says: begins, evidence: [] }),
  );
  const [isKept, setKept] = useState(true);
  const change = (next: Draft): void => {
    setDraft(next);
    setKept(keepDraft(localStorage, of, next));
  };
  return { draft, isKept, change };
}

/** One piece of work at a time. */
function useWork() {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const during = async (work: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault(undefined);
    await work().catch((error: unknown) => setFault(faultOf(error)));
    setBusy(false);
  };
  return { isBusy, fault, during };
}

/** Of what nobody foresaw there is nothing to tell. */
const faultOf = (error: unknown): Fault => (error instanceof Fault ? error : new Fault('', words.frame.unforeseen));

export type SendingDraft = ReturnType<typeof useSending>;

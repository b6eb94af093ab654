import type { CommandToSend } from '@zhibu/client';
import { commandContract } from '@zhibu/contracts';
import { contentHash, derivedId } from '@zhibu/kernel';

/** In whose name a command goes: a person by reference, and the organization acted for. */
export interface Sender {
  readonly actor: string;
  readonly actingFor: string;
}

/** A command of the year and who sends it. */
export interface Step {
  readonly by: Sender;
  readonly name: string;
  readonly data: object;
}

/** What is sent side by side, in one name. */
export interface Stage {
  readonly by: Sender;
  readonly commands: readonly CommandToSend[];
}

/**
 * Steps of many subjects as stages: each subject's steps keep their order, and what one person does in a row goes
 * together.
 */
export function stagesOf(histories: readonly (readonly Step[])[]): readonly Stage[] {
  const turns = histories.flatMap((steps) => turnsOf(steps));
  return [...Map.groupBy(turns, ({ turn, step: { by } }) => JSON.stringify([turn, by])).entries()]
    .toSorted(([a], [b]) => turnIn(a) - turnIn(b))
    .flatMap(([, taken]) => {
      const [first] = taken;
      return first ? [{ by: first.step.by, commands: taken.map(({ step }) => commandOf(step)) }] : [];
    });
}

const turnIn = (key: string): number => Number(/^\[(\d+)/.exec(key)?.[1]);

function turnsOf(steps: readonly Step[]): readonly { readonly turn: number; readonly step: Step }[] {
  let turn = 0;
  return steps.map((step, index) => {
    const before = steps[index - 1];
    if (before && before.by.actor !== step.by.actor) turn += 1;
    return { turn, step };
  });
}

/** Under an id that follows from its content: sent again it is the same command. @throws Error for a name that no contract has */
function commandOf({ name, data }: Step): CommandToSend {
  const contract = commandContract(name);
  if (!contract) throw new Error(`no such command: ${name}`);
  const stream = contract.streamOf(data);
  return { name, data, stream, subject: stream, commandId: derivedId('demonstration', name, contentHash(data)) };
}

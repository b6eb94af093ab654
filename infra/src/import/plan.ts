import { commandContract } from '@zhibu/contracts';
import { contentHash, derivedId, type SourceReference } from '@zhibu/kernel';
import type { OutgoingCommand } from '../client/door.adapter.ts';

/** A command to be sent, and what it was decided upon. */
export interface Planned {
  readonly name: string;
  readonly data: object;
  readonly subject: string;
  readonly source: SourceReference;
  /**
   * What the platform showed when this was planned: a revision, a decision, nothing. It is part of the command's id,
   * so that a repeat of an interrupted import is recognised, and a value that comes back after another is not.
   */
  readonly observed: string;
}

/** The command as it goes out: its id follows from its content and what was observed. */
export function outgoing({ name, data, subject, source, observed }: Planned): OutgoingCommand {
  const contract = commandContract(name);
  if (!contract) throw new Error(`no such command: ${name}`);
  const commandId = derivedId('import', name, observed, contentHash(data));
  return {
    name,
    commandId,
    source,
    subject,
    stream: contract.streamOf(data),
    json: JSON.stringify({ name, commandId, data, source }),
  };
}

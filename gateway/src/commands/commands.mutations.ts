import { refusal, type ServiceName } from '@zhibu/contracts';
import type { GatewayContext } from '../request/context.ts';
import { RefusedByService } from '../schema/errors.ts';
import type { CommandSender, HandledCommand } from './command-sender.ts';
import { type CommandInput, commandInputs } from './input-shape.ts';
import { payloadOf } from './payload.ts';
import { type ReadProgress, waitUntilProjected } from './projected.ts';

export interface MutationSources {
  readonly sender: CommandSender;
  readonly progress: ReadProgress;
  readonly projectedWithinMs: number;
}

export interface CommandOutcome extends HandledCommand {
  readonly projected: boolean;
  readonly reason: string | null;
}

type MutationResolver = (
  root: unknown,
  args: { readonly input: Readonly<Record<string, unknown>> },
  context: GatewayContext,
) => Promise<CommandOutcome>;

/** Every command of the contracts as a mutation: one table, no resolver of its own for any of them. */
export function commandMutations(sources: MutationSources): Readonly<Record<string, MutationResolver>> {
  return Object.fromEntries(commandInputs().map((command) => [command.mutation, mutationOf(command, sources)]));
}

function mutationOf({ contract, shape }: CommandInput, sources: MutationSources): MutationResolver {
  return async (_root, { input }, context) => {
    const { sender, ...rest } = sources;
    const answer = await sender.handled(contract.name, bodyOf(input, payloadOf(shape, input)), context.sender());
    if (!('events' in answer)) throw new RefusedByService(answer);
    return shown(answer as HandledCommand, { service: contract.service, context, ...rest });
  };
}

function bodyOf({ commandId, expectedRevision, onBehalf }: Readonly<Record<string, unknown>>, data: unknown): object {
  if (typeof expectedRevision === 'number' && expectedRevision < -1) {
    throw refusal('INPUT_INVALID', {
      errors: [
        {
          field: 'input.expectedRevision',
          problem: { zh: '须为-1（尚无记录）或更大的整数', en: 'must be -1 (no stream yet) or more' },
        },
      ],
    });
  }
  return {
    data,
    ...(commandId ? { commandId } : {}),
    ...(onBehalf ? { onBehalf } : {}),
    ...(typeof expectedRevision === 'number' ? { expectedRevision } : {}),
  };
}

async function shown(
  handled: HandledCommand,
  by: Omit<MutationSources, 'sender'> & { readonly service: ServiceName; readonly context: GatewayContext },
): Promise<CommandOutcome> {
  const reason = await waitUntilProjected(
    by.progress,
    { service: by.service, events: handled.events },
    by.projectedWithinMs,
  );
  return { ...handled, projected: reason === undefined, reason: reason?.[by.context.language] ?? null };
}

import { inputWords, refusal, type ServiceName, services } from '@zhibu/contracts';
import type { QueryShownArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';

const POSITION = /^\d{1,19}$/;

export const shownResolvers: Resolvers = {
  Query: {
    async shown(_parent: unknown, asked: QueryShownArgs, { replay }: GatewayContext): Promise<boolean> {
      const service = serviceOf(asked.service);
      const signal = AbortSignal.timeout(replay.waitMs);
      try {
        await replay.progress.reached(service, { position: positionOf(asked.position) }, signal);
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        throw error;
      }
    },
  },
};

function serviceOf(name: string): ServiceName {
  const known = services.find((one) => one === name);
  if (known) return known;
  const problem = { zh: inputWords.notAnOption.zh, en: `must be one of ${services.join(', ')}` };
  throw refusal('INPUT_INVALID', { errors: [{ field: 'service', problem }] });
}

function positionOf(text: string): bigint {
  if (POSITION.test(text)) return BigInt(text);
  throw refusal('INPUT_INVALID', { errors: [{ field: 'position', problem: inputWords.wrongFormat }] });
}

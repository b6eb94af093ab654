import { refusal } from '@zhibu/contracts';
import type { Refusal } from '@zhibu/kernel';
import type { StoreDamaged } from './port.ts';

/** What a command is refused with that rests on a stream some of which is gone: STREAM_DAMAGED, with the stream and what became of it. */
export function damageRefusal({ stream, message }: StoreDamaged): Refusal {
  return refusal('STREAM_DAMAGED', { ...(stream === undefined ? {} : { stream }), fault: message });
}

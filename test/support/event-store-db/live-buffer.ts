import type { ReadResp as Response } from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadCall } from './behaviour.ts';

/** What is kept for a live subscriber whose connection takes nothing, and what is under way to it beside. */
const MESSAGES = 32;

/** What a live subscriber has still to be told; it lags when there is no room. */
export class LiveBuffer {
  private readonly call: ReadCall;
  private readonly waiting: Response[] = [];
  private underWay = 0;

  constructor(call: ReadCall) {
    this.call = call;
  }

  /** @returns false when there is no room for it: the subscriber is to be dropped */
  offer(message: Response): boolean {
    if (this.waiting.length >= MESSAGES) return false;
    this.waiting.push(message);
    this.pump();
    return true;
  }

  /** What waits is told nobody any more; what is under way arrives. */
  close(): void {
    this.waiting.length = 0;
  }

  private pump(): void {
    while (this.underWay < MESSAGES) {
      const message = this.waiting.shift();
      if (!message) return;
      this.underWay += 1;
      this.call.write(message, () => {
        this.underWay -= 1;
        this.pump();
      });
    }
  }
}

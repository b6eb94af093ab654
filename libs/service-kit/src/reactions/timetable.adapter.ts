import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { PlatformCommand, RefusalCode } from '@zhibu/contracts';
import { COMMANDS_A_BATCH } from '../doors/command-door.ts';
import { type Door, SYSTEM } from './reaction.ts';

/** A command whose time has come. Its id derives from subject, duty and due date, so that whoever sends it again does no harm. */
export type DueCommand = PlatformCommand & {
  readonly commandId: string;
  /** The event that it answers on its day, where there is one. */
  readonly causationId?: string;
  readonly correlationId?: string;
};

/** What a service does because a day has come. */
export interface Timetable {
  readonly name: string;
  /** What is due now and not known to be done, in the order in which it fell due. */
  readonly due: () => Promise<readonly DueCommand[]>;
  /** Refusals that mean that it is due no longer; others are told. */
  readonly alreadySo: readonly RefusalCode[];
}

const logger = new Logger('timetable');

/** The parts of a service's timetable as one. Of a part that cannot tell what is due it is told so, and the others go on. */
export function joinedTimetable(name: string, parts: readonly Timetable[]): Timetable {
  const dueOf = async (part: Timetable): Promise<readonly DueCommand[]> => {
    try {
      return await part.due();
    } catch (error: unknown) {
      logger.warn(`${part.name}: ${String(error)}; the others of ${name} go on`);
      return [];
    }
  };
  return {
    name,
    due: async () => {
      const due: DueCommand[] = [];
      for (const part of parts) due.push(...(await dueOf(part)));
      return due;
    },
    alreadySo: parts.flatMap(({ alreadySo }) => alreadySo),
  };
}

/** How often a timetable is looked at: days are what it counts in. */
const LOOK_EVERY_MS = 60_000;

/**
 * Looks at a timetable again and again and sends what is due through the service's own door. Needs no leader: two that
 * run at once, or one that stood still for weeks, send the same commands under the same ids.
 */
export class Timekeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly work: { readonly timetable: Timetable; readonly door: Door; readonly everyMs: number };
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(work: { readonly timetable: Timetable; readonly door: Door; readonly everyMs?: number | undefined }) {
    this.work = { ...work, everyMs: work.everyMs ?? LOOK_EVERY_MS };
  }

  onApplicationBootstrap(): void {
    this.look();
  }

  /** Ends after the batch it is in. */
  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private look(): void {
    this.running = this.sendAllDue()
      .catch((error: unknown) => {
        logger.warn(`${this.work.timetable.name}: ${String(error)}; looked at again in ${this.work.everyMs} ms`);
      })
      .then(() => {
        if (!this.ended) this.timer = setTimeout(() => this.look(), this.work.everyMs);
      });
  }

  /** Until nothing new is due: the look-up may not have seen yet what was just sent. */
  private async sendAllDue(): Promise<void> {
    const sent = new Set<string>();
    while (!this.ended) {
      const fresh = (await this.work.timetable.due())
        .filter(({ commandId }) => !sent.has(commandId))
        .slice(0, COMMANDS_A_BATCH);
      if (fresh.length === 0) return;
      await this.send(fresh);
      for (const { commandId } of fresh) sent.add(commandId);
    }
  }

  private async send(commands: readonly DueCommand[]): Promise<void> {
    const outcomes = await this.work.door.handle(commands, SYSTEM);
    for (const outcome of outcomes) {
      if (!('refusal' in outcome)) continue;
      const { code, details } = outcome.refusal;
      if (this.work.timetable.alreadySo.some((known) => known === code)) continue;
      logger.warn(`${this.work.timetable.name}: ${outcome.commandId} was refused: ${code} ${JSON.stringify(details)}`);
    }
  }
}

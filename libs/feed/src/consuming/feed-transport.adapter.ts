import { applyDecorators, type ArgumentsHost, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import {
  BaseRpcContext,
  type CustomTransportStrategy,
  EventPattern,
  type MessageHandler,
  Server,
} from '@nestjs/microservices';
import type { ServiceName } from '@zhibu/contracts';
import { type Pool, poolBeside, type Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs';
import type { FeedConsumer, FeedSource } from '../port.ts';
import { Subscriber, type SubscriberOptions } from './subscriber.ts';

/** What a handler is given: events in order, and the transaction that also moves the checkpoint. */
export interface FeedDelivery {
  readonly transaction: Sql;
  readonly events: readonly RecordedEvent[];
}

/** Hands a handler's own error to the feed, which must tell a fault of an event from one of the infrastructure. */
@Catch()
export class FeedFaults implements RpcExceptionFilter<unknown> {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

const DECLARED_HERE = 'zhibuFeed';

/**
 * Declares a method as the consumer of a service's facts: Nest's `@EventPattern(service)`, its errors kept as they are.
 * @param group names the consumer's checkpoint; the transport's group unless told
 */
export function FeedPattern(service: ServiceName, group?: string): MethodDecorator {
  return applyDecorators(EventPattern<string>(service, { [DECLARED_HERE]: true, group }), UseFilters(new FeedFaults()));
}

export interface FeedTransportOptions extends Pick<SubscriberOptions, 'onChange' | 'timing'> {
  readonly database: Pool;
  /** Where the facts of each service that is listened to come from. */
  readonly sources: readonly FeedSource[];
  /** The group of handlers that name none. */
  readonly group: string;
  /** Consumers that are no Nest handlers, run by the same transport. */
  readonly consumers?: readonly FeedConsumer[];
  /** What has to be settled before anything is taken in; when it fails, nothing is. */
  readonly startsAfter?: Promise<unknown> | undefined;
}

interface Handler {
  readonly pattern: string;
  readonly callback: MessageHandler;
  readonly extras: Readonly<Record<string, unknown>>;
}

/** The feed as a Nest microservice's transport: one subscriber a handler. */
export class FeedTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('zhibu-feed');
  override readonly propagatesEventHandlerErrors = true;
  private readonly options: FeedTransportOptions;
  private readonly handlers: Handler[] = [];
  private isClosed = false;
  private running: readonly Subscriber[] = [];
  /** Of the consumers whose work asks the database beside their transactions, one connection each. */
  private transactions: Pool | undefined;

  constructor(options: FeedTransportOptions) {
    super();
    this.options = options;
  }

  /** The subscribers that run: for health, metrics and waiting. */
  get subscribers(): readonly Subscriber[] {
    return this.running;
  }

  /** Called by Nest for each handler. Nest's own would chain those of one pattern; here each has its own checkpoint. */
  override addHandler(...[pattern, callback, , extras = {}]: Parameters<Server['addHandler']>): void {
    this.handlers.push({ pattern: String(pattern), callback, extras });
  }

  listen(listening: (error?: unknown) => void): void {
    this.isClosed = false;
    try {
      const consumers = [
        ...this.handlers.map((handler) => this.consumerOf(handler)),
        ...(this.options.consumers ?? []),
      ];
      const asking = consumers.filter(({ asksBeside }) => asksBeside).length;
      if (asking > 0) this.transactions = poolBeside(this.options.database, asking);
      this.running = consumers.map((consumer) => this.subscriberOf(consumer));
    } catch (error) {
      listening(error);
      return;
    }
    const { startsAfter } = this.options;
    if (startsAfter) startsAfter.then(() => this.start()).catch(() => undefined);
    else this.start();
    listening();
  }

  private start(): void {
    if (this.isClosed) return;
    for (const subscriber of this.running) subscriber.start();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.running.map((subscriber) => subscriber.stop()));
    await this.transactions?.end();
    this.transactions = undefined;
  }

  /** The feed has no events of its own to listen to. */
  on(): void {}

  unwrap<Underlying>(): Underlying {
    throw new Error('the feed has no underlying server');
  }

  private consumerOf({ pattern, callback, extras }: Handler): FeedConsumer {
    const source = this.options.sources.find((candidate) => candidate.service === pattern);
    if (!source || extras[DECLARED_HERE] !== true)
      throw new Error(
        `the handler of ${pattern} is not declared by @FeedPattern, or no feed of that name is connected`,
      );
    const { service } = source;
    const context = new BaseRpcContext([service]);
    return {
      service,
      group: typeof extras['group'] === 'string' ? extras['group'] : this.options.group,
      apply: async (transaction, events) => {
        const delivery: FeedDelivery = { transaction, events };
        const answer: unknown = await callback(delivery, context);
        if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
      },
    };
  }

  private subscriberOf(consumer: FeedConsumer): Subscriber {
    const source = this.options.sources.find((candidate) => candidate.service === consumer.service);
    if (!source) throw new Error(`no feed of ${consumer.service} is connected for ${consumer.group}`);
    const { database, onChange, timing } = this.options;
    return new Subscriber({
      source,
      consumer,
      database,
      ...(consumer.asksBeside && this.transactions ? { transactions: this.transactions } : {}),
      ...(onChange ? { onChange } : {}),
      ...(timing ? { timing } : {}),
    });
  }
}

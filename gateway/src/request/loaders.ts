import DataLoader from 'dataloader';
import type { ReadModel } from '../read-model.ts';
import type { Moment } from '../views/moment.ts';

/** A request asking at one moment: what many of its fields look up the same way goes out as one statement. */
export interface Asking {
  readonly model: ReadModel;
  readonly moment: Moment;
}

/** What answers many keys at a moment, in their order. */
type LookUp<Key, Found> = (model: ReadModel, keys: readonly Key[], moment: Moment) => Promise<readonly Found[]>;

/** A look-up of many keys as a loader of each, one for every moment that a request asks at. It is declared beside the look-up. */
export function loaderOf<Key, Found>(lookUp: LookUp<Key, Found>): (asking: Asking) => DataLoader<Key, Found, string> {
  const made = new WeakMap<Asking, DataLoader<Key, Found, string>>();
  return (asking) => {
    const { model, moment } = asking;
    const loader =
      made.get(asking) ??
      new DataLoader<Key, Found, string>((keys) => lookUp(model, keys, moment), { cacheKeyFn: textOf });
    made.set(asking, loader);
    return loader;
  };
}

const textOf = (key: unknown): string => (typeof key === 'string' ? key : JSON.stringify(key));

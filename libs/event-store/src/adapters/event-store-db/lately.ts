/**
 * What was kept last, by key: at least so many values, at most twice as many. The older half goes at once, which is
 * cheap; to delete the oldest key of a large Map one by one is not, for V8 looks past all that were deleted before.
 */
export class Lately<Key, Value> {
  private readonly size: number;
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();

  constructor(size: number) {
    this.size = size;
  }

  get(key: Key): Value | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }

  /** Keeps a value as the one that was kept last. */
  keep(key: Key, value: Value): void {
    this.young.set(key, value);
    if (this.young.size < this.size) return;
    this.old = this.young;
    this.young = new Map();
  }

  forget(): void {
    this.young = new Map();
    this.old = new Map();
  }
}

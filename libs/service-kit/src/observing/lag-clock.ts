interface Sample {
  readonly head: bigint;
  readonly at: number;
}

const SAMPLES_KEPT = 3_600;

/**
 * How long a reader has been behind, told from when each end of the log was first seen: no clock of another machine, and
 * no instant within an event, has a say in it.
 */
export class LagClock {
  private samples: Sample[] = [];

  /** Notes where reader and log end now. @param at milliseconds */
  note(position: bigint, head: bigint, at: number): void {
    const passed = this.samples.findIndex((sample) => sample.head > position);
    if (passed !== 0) this.samples.splice(0, passed === -1 ? this.samples.length : passed);
    const last = this.samples.at(-1);
    if (head > position && (last === undefined || head > last.head)) this.samples.push({ head, at });
    // The oldest decides; what is thinned out in the middle only makes the answer coarser.
    if (this.samples.length > SAMPLES_KEPT)
      this.samples = this.samples.filter((_, index) => index === 0 || index % 2 === 1);
  }

  /** Seconds since the first event that the reader has not dealt with was seen; 0 when it is not behind. */
  seconds(at: number): number {
    const [oldest] = this.samples;
    return oldest ? Math.max(0, at - oldest.at) / 1000 : 0;
  }
}

/** A whole number with commas between thousands: `1,000`. */
export const whole = (number: number): string => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');

/** A share of a whole with one decimal, without its sign: `32.0`; `0.0` of nothing. */
export const shareOf = (part: number, all: number): string => (all === 0 ? '0.0' : ((part / all) * 100).toFixed(1));

/** A weight as the gateway sends it, as a share: `0.20` is `20%`. */
export const percentOf = (weight: string): string => `${Math.round(Number(weight) * 100)}%`;

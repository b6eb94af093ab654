const SHARE = 5;

/**
 * How often a property is tried: `all` times where ZHIBU_RUNS=all asks for it (`npm test -- --all`), a fifth of them,
 * rounded up, on every other day.
 */
export function runs(all: number): number {
  return process.env['ZHIBU_RUNS'] === 'all' ? all : Math.ceil(all / SHARE);
}

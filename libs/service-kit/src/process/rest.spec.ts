import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const rest = fileURLToPath(new URL('rest.ts', import.meta.url));

/** Works until much garbage stands, then rests; tells what it held then, and what it holds once that has fallen (or never has). */
const program = `
  import { giveMemoryBackAtRest } from ${JSON.stringify(rest)};
  giveMemoryBackAtRest();
  const mebibytes = () => process.memoryUsage.rss() / 2 ** 20;
  let kept = [];
  for (let index = 0; index < 2_000_000; index += 1) kept.push({ index, text: 'x' + index });
  const working = mebibytes();
  kept = [];
  const until = Date.now() + 60_000;
  const timer = setInterval(() => {
    const resting = mebibytes();
    if (resting > working / 2 && Date.now() < until) return;
    clearInterval(timer);
    process.stdout.write(JSON.stringify({ working, resting }));
  }, 100);
`;

it('gives back what work has left behind once the process rests', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    '--input-type=module',
    '-e',
    program,
  ]);
  const { working, resting } = JSON.parse(stdout) as { readonly working: number; readonly resting: number };
  expect(resting).toBeLessThan(working / 2);
}, 120_000);

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGES = ['chromium', 'fonts-noto-cjk'];
const INSTALLED_WITHIN_MS = 600_000;
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The Chromium of the machine, or the one that `CHROMIUM` names; where checks run (`CI`) as the owner of a Debian, it is
 * installed from its packages, once. undefined: there is none.
 */
export async function chromiumOfTheMachine(): Promise<string | undefined> {
  const there = process.env['CHROMIUM'] ?? found();
  if (there !== undefined || process.env['CI'] !== 'true' || process.getuid?.() !== 0) return there;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: INSTALLED_WITHIN_MS };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], options);
  } catch {
    return undefined;
  }
  return found();
}

const found = (): string | undefined => PLACES.find((place) => existsSync(place));

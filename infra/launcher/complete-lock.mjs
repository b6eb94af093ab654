/**
 * Runs after every installation that changed something (npm's script `dependencies`). npm writes into the lock only what
 * the registry at hand could give; where that lacks the optional packages of other machines, the lock comes out without
 * them, and `npm ci` refuses it everywhere. They are named here as their parents demand them, so the lock stays whole.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../../package-lock.json', import.meta.url);
const MACHINE =
  /(android|darwin|freebsd|linux|win32|openharmony)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64)(?:-(\w+))?$/;
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(missingOf);
if (missing.length > 0) {
  const packages = { ...lock.packages, ...Object.fromEntries(missing) };
  const order = (a, b) => a[0].localeCompare(b[0], 'en');
  writeFileSync(
    file,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(Object.entries(packages).sort(order)) }, null, 2)}\n`,
  );
}

function missingOf([path, parent]) {
  return Object.entries(parent.optionalDependencies ?? {})
    .filter(
      ([name]) => !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
    )
    .flatMap(([name, version]) => {
      const [, os, cpu, abi] = MACHINE.exec(name) ?? [];
      return os
        ? [
            [
              `node_modules/${name}`,
              entry({ version, dev: parent.dev, os, cpu, libc: os === 'linux' ? LIBC[abi] : undefined }),
            ],
          ]
        : [];
    });
}

function entry({ version, dev, os, cpu, libc }) {
  return { version, cpu: [cpu], ...(dev ? { dev } : {}), ...(libc ? { libc: [libc] } : {}), optional: true, os: [os] };
}

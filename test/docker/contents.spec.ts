import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assembled } from '../support/docker/assembled.ts';
import { repository } from '../support/program.ts';
import { contentsConformance } from './contents.conformance.ts';

// What an image holds is made and held against the lock without an engine; image-and-compose.spec.ts asks the image.
const WITHIN_MS = 600_000;
const REVISION = '0123456789abcdef0123456789abcdef01234567';
// On the disk of the repository, for what is not the image's own is linked.
const root = join(repository, '.cache', `contents-${process.pid}`);
const folder = join(root, 'app');

beforeAll(async () => {
  await mkdir(root, { recursive: true });
  expect(await assembled(folder, join(root, 'copy'), { REVISION })).toMatchObject({ code: 0, output: '' });
}, WITHIN_MS);
afterAll(() => rm(root, { recursive: true, force: true }));

contentsConformance('what is assembled', () => ({ folder, revision: REVISION }));

it(
  'is not assembled under a version that is not its own',
  async () => {
    expect(await assembled(join(root, 'other'), join(root, 'copy'), { VERSION: '9.9.9' })).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^VERSION is 9\.9\.9, and package\.json says /),
    });
  },
  WITHIN_MS,
);

it('is labelled by a Dockerfile whose version and licence are those of the package, and which runs no shell', () => {
  const { version, license } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const [, ...stages] = readFileSync(join(repository, 'infra', 'Dockerfile'), 'utf8').split(/^FROM /m);
  const dockerfile = readFileSync(join(repository, 'infra', 'Dockerfile'), 'utf8');
  expect(dockerfile).toContain(`\nARG VERSION=${version}\n`);
  const labels = [...(stages.at(-1) ?? '').matchAll(/org\.opencontainers\.image\.(\w+)=(\S+)/g)];
  expect(Object.fromEntries(labels.map(([, name, value]) => [name, value]))).toEqual({
    title: 'zhibu',
    version: '${VERSION}',
    revision: '${REVISION}',
    source: '${SOURCE}',
    licenses: license,
  });
  expect(stages.at(-1)).not.toMatch(/^(RUN|SHELL) |^(ENTRYPOINT|CMD) (?!\[)/m);
});

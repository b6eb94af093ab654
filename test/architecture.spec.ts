import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './support/platform.ts';

const bin = (name: string): string => join(repository, 'node_modules', '.bin', name);
const environment = { ...process.env, NODE_OPTIONS: '' };

/** What a tool says, whether or not it found faults. */
function say(command: string, args: readonly string[], cwd: string): string {
  const run = spawnSync(bin(command), [...args], { cwd, env: environment, encoding: 'utf8', maxBuffer: 16 << 20 });
  return `${run.stdout}${run.stderr}`;
}

describe('the direction of imports is kept by a rule that fails on', () => {
  const from = new Map<string, string[]>();

  beforeAll(() => {
    const fixtures = join(repository, 'test', 'fixtures', 'boundaries');
    const output = say(
      'depcruise',
      [
        'libs',
        'services',
        'gateway',
        'infra',
        'test',
        '--config',
        join(repository, '.dependency-cruiser.mjs'),
        '--output-type',
        'json',
      ],
      fixtures,
    );
    const { summary } = JSON.parse(output) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    for (const { rule, from: file } of summary.violations)
      from.set(rule.name, [...(from.get(rule.name) ?? []), file].toSorted());
  });

  it.each([
    ['kernel-imports-downwards-only', ['libs/kernel/src/upwards.ts']],
    ['draw-imports-downwards-only', ['libs/draw/src/upwards.ts']],
    ['contracts-imports-downwards-only', ['libs/contracts/src/upwards.ts']],
    ['handover-imports-downwards-only', ['libs/handover/src/upwards.ts']],
    ['the-handover-reads-no-file', ['libs/handover/src/folder.ts']],
    ['client-imports-downwards-only', ['libs/client/src/upwards.ts']],
    ['client-and-handover-stay-apart', ['libs/client/src/sideways.ts']],
    ['database-imports-downwards-only', ['libs/database/src/upwards.ts']],
    ['database-and-contracts-stay-apart', ['libs/database/src/sideways.ts']],
    ['database-and-handover-stay-apart', ['libs/database/src/sideways-handover.ts']],
    ['database-and-client-stay-apart', ['libs/database/src/sideways-client.ts']],
    ['event-store-imports-downwards-only', ['libs/event-store/src/upwards.ts']],
    ['feed-imports-downwards-only', ['libs/feed/src/upwards.ts']],
    ['register-imports-downwards-only', ['libs/register/src/upwards.ts']],
    ['service-kit-imports-downwards-only', ['libs/service-kit/src/upwards.ts']],
    ['services-imports-downwards-only', ['services/assessment/src/upwards.ts']],
    ['services-and-gateway-stay-apart', ['services/assessment/src/sideways.ts']],
    ['gateway-imports-downwards-only', ['gateway/src/upwards.ts']],
    ['gateway-and-services-stay-apart', ['gateway/src/sideways.ts']],
    ['infra-imports-downwards-only', ['infra/src/upwards.ts']],
    ['a-service-never-imports-another', ['services/assessment/src/neighbour.ts']],
    ['the-application-takes-nothing-of-the-gateway', ['gateway/web/src/inwards.ts']],
    ['nobody-imports-the-application', ['gateway/src/page.ts']],
    ['no-cycles', ['libs/kernel/src/circle.ts']],
    ['nest-at-the-rim-only', ['services/assessment/src/timetable.ts']],
    [
      'the-pure-import-no-io',
      [
        'services/assessment/src/grading.decider.ts',
        'services/assessment/src/grading.state.ts',
        'services/assessment/src/place.rules.ts',
      ],
    ],
    ['the-pure-import-no-node', ['services/assessment/src/grading.rules.ts']],
    ['testing-from-specs-only', ['libs/kernel/src/sampled.ts']],
    ['the-broker-for-tests-and-operators-only', ['libs/feed/src/launching.ts']],
    ['the-broker-stands-alone', ['libs/broker/src/upwards.ts']],
    ['not-to-unresolvable', ['libs/kernel/src/nowhere.ts']],
  ])('%s', (rule, files) => {
    expect(from.get(rule)).toEqual(files);
  });

  it('a-package-by-its-name: every relative path into another package', () => {
    expect(from.get('a-package-by-its-name')).toContain('infra/src/downwards.ts');
  });

  it('has a fixture for every rule of the configuration', async () => {
    const {
      default: { forbidden },
    } = (await import(join(repository, '.dependency-cruiser.mjs'))) as { default: { forbidden: { name: string }[] } };
    expect([...from.keys()].toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted());
  });
});

describe('the services are named together in one place only', () => {
  const NAMED = /\borganization\b.{0,200}\bassessment\b.{0,200}\brectification\b.{0,200}\bsupervision\b/is;

  it('which is the contracts’ list, with what is made by it', () => {
    const files = globSync('{libs,services,gateway,infra}/**/*.{ts,mjs}', {
      cwd: repository,
      exclude: ['**/node_modules', '**/dist', '**/generated'],
    });
    const naming = files.filter((file) => NAMED.test(readFileSync(join(repository, file), 'utf8')));
    expect(naming).toEqual(['libs/contracts/src/contract.ts']);
  });
});

describe('the style is kept by a rule that fails on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhibu-style-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const lines = (count: number): string => Array.from({ length: count }, (_, index) => `  void ${index};`).join('\n');
  const faults: readonly (readonly [rule: string, file: string, text: string])[] = [
    ['eslint(max-lines)', 'page.ts', `${lines(201)}\n`],
    ['eslint(max-lines)', 'page.spec.ts', `${lines(301)}\n`],
    ['eslint(max-lines-per-function)', 'page.rules.ts', `export function long(): void {\n${lines(40)}\n}\n`],
    [
      'eslint(complexity)',
      'page.rules.ts',
      `export const many = (n: number): boolean => ${Array.from({ length: 9 }, (_, i) => `n === ${i}`).join(' || ')};\n`,
    ],
    [
      'eslint(max-depth)',
      'page.rules.ts',
      'export function deep(n: number): void {\n  if (n) { if (n > 1) { while (n > 2) { if (n > 3) return; } } }\n}\n',
    ],
    [
      'eslint(max-params)',
      'page.rules.ts',
      'export const sum = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;\n',
    ],
    ['typescript(no-explicit-any)', 'page.rules.ts', 'export const it = (value: any): void => void value;\n'],
    [
      'typescript(no-non-null-assertion)',
      'page.rules.ts',
      'export const first = (of: readonly string[]): string => of[0]!;\n',
    ],
    ['import(no-default-export)', 'page.rules.ts', 'export default 1;\n'],
    [
      'jest(no-disabled-tests)',
      'page.spec.ts',
      "import { it } from '@jest/globals';\nit.skip('later', () => undefined);\n",
    ],
    [
      'jest(no-focused-tests)',
      'page.spec.ts',
      "import { it } from '@jest/globals';\nit.only('this', () => undefined);\n",
    ],
    ['zhibu(no-assertion)', 'page.rules.ts', 'export const name = (value: unknown): string => value as string;\n'],
    [
      'zhibu(no-default-branch)',
      'page.rules.ts',
      'export function of(n: number): number {\n  switch (n) { case 1: return 1; default: return 0; }\n}\n',
    ],
    [
      'zhibu(max-type-parameters)',
      'page.rules.ts',
      'export const of = <A, B, C>(a: A, b: B, c: C): readonly unknown[] => [a, b, c];\n',
    ],
    ['zhibu(typed-refusal)', 'page.rules.ts', "export const no = (): Error => new Refusal('NO');\n"],
    ['zhibu(only-erasable-syntax)', 'page.rules.ts', 'export enum Grade { Good }\n'],
    ['zhibu(file-role)', 'page.service.ts', 'export const page = 1;\n'],
    ['zhibu(file-role)', 'page.widget.ts', 'export const page = 1;\n'],
    ['zhibu(file-role)', 'page.widget.tsx', 'export const page = 1;\n'],
    ['zhibu(file-role)', 'date-util.ts', 'export const page = 1;\n'],
    ['zhibu(file-role)', 'not-on-the-list.ts', 'export const page = 1;\n'],
  ];

  /** The codes of the rules that a file breaks, placed where the domain's code lies. */
  function broken(file: string, text: string): readonly string[] {
    const path = join(folder, String(Math.random()).slice(2), 'services', 'assessment', 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const { diagnostics } = JSON.parse(
      say('oxlint', ['-c', join(repository, '.oxlintrc.json'), '-f', 'json', path], repository),
    ) as { diagnostics: { code: string }[] };
    return diagnostics.map(({ code }) => code);
  }

  it.each(faults)('%s (%s)', (rule, file, text) => {
    expect(broken(file, text)).toContain(rule);
  });

  it('lets a plain file pass', () => {
    expect(broken('page.rules.ts', 'export const page = (n: number): number => n + 1;\n')).toEqual([]);
  });
});

it('names in the lock the packages of every machine, so that npm ci takes it anywhere', () => {
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('has exactly the top level of the card, dot files and configuration aside', () => {
  const tracked = execFileSync('git', ['ls-tree', '--name-only', 'HEAD'], { cwd: repository, encoding: 'utf8' })
    .trim()
    .split('\n');
  const configuration = ['package-lock.json', 'tsconfig.json', 'jest.config.mjs'];
  expect(tracked.filter((name) => !name.startsWith('.') && !configuration.includes(name))).toEqual(
    expect.arrayContaining([
      'gateway',
      'infra',
      'libs',
      'nx.json',
      'package.json',
      'services',
      'test',
      'tsconfig.base.json',
    ]),
  );
  expect(
    tracked.filter(
      (name) =>
        !name.startsWith('.') &&
        !configuration.includes(name) &&
        ![
          'services',
          'libs',
          'gateway',
          'infra',
          'k8s',
          'test',
          'nx.json',
          'package.json',
          'tsconfig.base.json',
          'README.md',
          'CONTRIBUTING.md',
          'CHANGELOG.md',
          'LICENSE',
        ].includes(name),
    ),
  ).toEqual([]);
});

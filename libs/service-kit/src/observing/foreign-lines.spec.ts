import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (name: string): string => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));

it('gives warnings of Node and lines of the console to the log, and writes nothing else', () => {
  const program = `
    import { takeInForeignLines } from ${at('foreign-lines.ts')};
    const as = (level) => (said) => {
      process.stdout.write(JSON.stringify({ level, ...(typeof said === 'string' ? { message: said } : said) }) + '\\n');
    };
    takeInForeignLines({ log: as('info'), warn: as('warn'), error: as('error') });
    process.emitWarning('old', 'DeprecationWarning', 'DEP0001');
    console.warn('%s is less than recommended', 5);
    console.error('E proxy');
  `;
  const arguments_ = ['--conditions=zhibu-source', '--input-type=module-typescript', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, arguments_, {
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  expect(stderr).toBe('');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toHaveLength(3);
  for (const expected of [
    { level: 'warn', message: 'old', warning: 'DeprecationWarning', code: 'DEP0001' },
    { level: 'warn', message: '5 is less than recommended' },
    { level: 'error', message: 'E proxy' },
  ])
    expect(lines).toContainEqual(expect.objectContaining(expected));
});

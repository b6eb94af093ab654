import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { LaunchFault } from './fault.ts';
import { defaultDataFolder, readSettings } from './settings.ts';

describe('the settings of a start', () => {
  it.each([
    ['nothing', { args: [], environment: {} }, { data: defaultDataFolder, port: 4000, empty: false }],
    [
      'options',
      { args: ['--data', 'a b', '--port', '80', '--empty'], environment: {} },
      { data: resolve('a b'), port: 80, empty: true },
    ],
    [
      'options with an equals sign',
      { args: ['--data=x', '--port=81'], environment: {} },
      { data: resolve('x'), port: 81, empty: false },
    ],
    [
      'the environment',
      { args: [], environment: { PORT: '4100', ZHIBU_DATA: '/d' } },
      { data: '/d', port: 4100, empty: false },
    ],
    [
      'options before the environment',
      { args: ['--port', '82'], environment: { PORT: '4100' } },
      { data: defaultDataFolder, port: 82, empty: false },
    ],
    [
      'a collector of traces',
      { args: [], environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' } },
      { data: defaultDataFolder, port: 4000, empty: false, traces: 'http://c:4318' },
    ],
    [
      'an empty variable as none',
      { args: [], environment: { PORT: '', OTEL_EXPORTER_OTLP_ENDPOINT: '' } },
      { data: defaultDataFolder, port: 4000, empty: false },
    ],
  ])('from %s', (_, { args, environment }, expected) => {
    expect(readSettings(args, environment)).toEqual(expected);
  });

  it.each([
    [['--port', '0']],
    [['--port', '65536']],
    [['--port', '4e3']],
    [['--port']],
    [['--port=']],
    [['--data']],
    [['--data', '--empty']],
    [['--data=']],
    [['--empty=1']],
    [['--colour']],
    [['-p', '1']],
    [['folder']],
  ])('refuse %j', (args) => {
    expect(() => readSettings(args, {})).toThrow(LaunchFault);
  });

  it('names every wrong one at once, in both languages', () => {
    const wrong = (): unknown => readSettings(['--port', 'x', '--data=', '--colour'], {});
    expect(wrong).toThrow(/--colour.*--port is "x".*--data is ""/);
    expect(() => readSettings([], { PORT: '99999' })).toThrow('PORT is "99999"');
    expect(() => readSettings([], { OTEL_EXPORTER_OTLP_ENDPOINT: 'c:4318' })).toThrow(
      'OTEL_EXPORTER_OTLP_ENDPOINT is "c:4318"',
    );
  });
});

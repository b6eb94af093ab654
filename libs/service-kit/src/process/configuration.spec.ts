import { expect, it } from '@jest/globals';
import { readConfiguration, url, wholeNumber, words } from './configuration.ts';

const settings = {
  PORT: wholeNumber({ min: 1, max: 65_535, fallback: 4000 }),
  DATABASE_URL: url(['postgres:']),
  NAME: words('zhibu'),
};

it('reads each setting under its name, with its fallback where there is one', () => {
  expect(readConfiguration(settings, { DATABASE_URL: 'postgres://u@h/d' })).toEqual({
    PORT: 4000,
    DATABASE_URL: 'postgres://u@h/d',
    NAME: 'zhibu',
  });
});

it('names every wrong or missing setting at once', () => {
  expect(() => readConfiguration(settings, { PORT: '0x10' })).toThrow(
    /PORT is "0x10".*whole number[\s\S]*DATABASE_URL is missing/,
  );
});

import { expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { formatError } from './errors.ts';

const thrown = (originalError: Error) => formatError({ message: 'x' }, new GraphQLError('x', { originalError }));

it('says of a database that is away that the gateway cannot be asked now, and of a fault that nobody foresaw it', () => {
  const away = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' });
  expect(thrown(away)).toEqual({
    message: expect.stringContaining('服务暂不可用'),
    extensions: { code: 'SERVICE_UNAVAILABLE', service: 'gateway' },
  });
  expect(thrown(new Error('a fault')).extensions).toMatchObject({ code: 'UNFORESEEN' });
});

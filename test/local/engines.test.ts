/** Which engine `npm start` runs on. */
import { describe, expect, test } from '@jest/globals';
import { chooseEngine } from '../../local/engines.ts';

describe('chooseEngine', () => {
  test.each([
    ['dynoxide, where there is a binary', {}, true, 'dynoxide'],
    ['DynamoDB Local, where there is none', {}, false, 'dynamodb-local'],
    ['DynamoDB Local, when asked for', { WARDKEY_DYNAMODB: 'local' }, true, 'dynamodb-local'],
    [
      'a named endpoint before all',
      { DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000', WARDKEY_DYNAMODB: 'local' },
      true,
      { endpoint: 'http://127.0.0.1:8000' },
    ],
  ] as const)('takes %s', (_, environment, hasDynoxide, engine) => {
    expect(chooseEngine(environment, hasDynoxide)).toEqual(engine);
  });
});

/** A document is published as the maker's tool wrote its file. */
import { describe, expect, test } from '@jest/globals';
import { PublishTrustBody } from '../../../core/registry/trust-contract.ts';

const ENVELOPE = '{"payload":"e30","signatures":[]}';
const publishing = (envelope: string) => PublishTrustBody.safeParse({ kind: 'root', envelope, code: '123456' });

describe('publish-trust', () => {
  test.each([
    ['as it was signed', ENVELOPE],
    ['with the newline that the file ends in', `${ENVELOPE}\n`],
  ])('takes an envelope %s, and keeps it without the newline', (_how, envelope) => {
    expect(publishing(envelope)).toMatchObject({ success: true, data: { envelope: ENVELOPE } });
  });

  test.each([
    ['two newlines', `${ENVELOPE}\n\n`],
    ['a newline before it', `\n${ENVELOPE}`],
    ['a newline within', ENVELOPE.replace(',', ',\n')],
    ['a carriage return', `${ENVELOPE}\r\n`],
    ['a space at its end', `${ENVELOPE} `],
    ['no object', '[]'],
  ])('refuses %s', (_what, envelope) => {
    expect(publishing(envelope)).toMatchObject({ success: false });
  });
});

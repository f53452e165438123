/** k of n as a property: whoever signs, in whatever order and number of turns. Seeds are printed by fast-check. */

import { sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RootDocument } from '../../device/index.ts';
import { countersigned, signersOf, unsigned } from '../../local/oem/envelope.ts';
import { deviceHolding, judge } from '../../local/oem/judge.ts';
import type { Paper } from '../../local/oem/papers.ts';
import type { RootSigner } from '../../local/oem/root-signer.ts';
import { makeKey } from '../support/dsat-maker.ts';

const MOMENT = { now: 1_795_428_800, uptime: 0 };
const KEYS = 5;
const OWNER = { kind: 'owner', device: 'gs1:01/09521000001022/21/001234', hospital: 'st-marys', version: 1 } as const;

/** Signers that no file holds: the port is all that a ceremony knows of a key. */
const signers: readonly RootSigner[] = Array.from({ length: KEYS }, (_, index) => {
  const { pub, privateKey: key } = makeKey();
  return { name: `slot ${index}`, pub, sign: (message) => sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }) };
});

function rootOf(threshold: number): RootDocument {
  const keys = signers.map(({ pub }, index) => ({ kid: `root-${index}`, pub }));
  return { kind: 'root', version: 1, threshold, keys };
}

function paper<K extends 'root' | 'owner'>(kind: K, envelope: Paper['envelope']): Paper<K> {
  return { kind, name: kind, envelope };
}

const turns = fc.shuffledSubarray([...signers], { minLength: 1 });
const threshold = fc.integer({ min: 1, max: KEYS });

describe('a document', () => {
  test('is complete exactly when as many keys as the threshold have signed, one after the other or at once', () => {
    fc.assert(
      fc.property(threshold, turns, fc.boolean(), (k, who, isAtOnce) => {
        const root = rootOf(k);
        const ownWord = countersigned('root', unsigned(root), signers, [root]);
        const device = deviceHolding({ id: OWNER.device, roots: [paper('root', ownWord)], held: [], moment: MOMENT });
        const sessions = isAtOnce ? [who] : who.map((one) => [one]);
        const envelope = sessions.reduce((before, now) => countersigned('owner', before, now, [root]), unsigned(OWNER));
        expect(judge(device, paper('owner', envelope), MOMENT)).toBe(
          who.length >= k ? 'accepted' : 'signatures_missing',
        );
        expect(signersOf('owner', envelope, root).length).toBe(who.length);
        expect(envelope.payload).toBe(unsigned(OWNER).payload);
      }),
    );
  });

  test('is not signed twice by one key, whoever signed in between', () => {
    fc.assert(
      fc.property(turns, (who) => {
        const root = rootOf(KEYS);
        const envelope = countersigned('owner', unsigned(OWNER), who, [root]);
        expect(() => countersigned('owner', envelope, who.slice(0, 1), [root])).toThrow('has signed already');
      }),
    );
  });
});

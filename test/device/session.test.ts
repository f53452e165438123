/** A session's time, the device's front door, the challenge's QR payload, and what a screen may say. */
import { describe, expect, test } from '@jest/globals';
import {
  attemptToken,
  CODES_BY_CLASS,
  challengeQr,
  type Device,
  endSession,
  maySessionGoOn,
  presentToken,
  Rejected,
  screenClassFor,
  shutDown,
} from '../../device/index.ts';
import { answerOf, codeOf, deviceWith, world } from '../support/dsat-device.ts';
import { JTI, makeToken, T0 } from '../support/dsat-maker.ts';

const { hospital } = world;
const spentBy = (device: Device) => device.store.read().tokens.get(JTI)?.spent;
const running = (lim: object) => {
  const device = deviceWith();
  presentToken(device, makeToken(hospital, { lim }), { now: T0, uptime: 1000 }, {});
  return device;
};

describe('session time', () => {
  test('is charged before it is used, 60 s at a time', () => {
    const device = running({ dur: 150 });
    const charged = [1000, 1059, 1060, 1119, 1120, 1149].map((uptime) => [
      maySessionGoOn(device, uptime),
      spentBy(device),
    ]);
    expect(charged).toEqual([
      [true, 60],
      [true, 60],
      [true, 120],
      [true, 120],
      [true, 150],
      [true, 150],
    ]);
    expect(maySessionGoOn(device, 1150)).toBe(false);
    expect(maySessionGoOn(device, 1000)).toBe(false);
  });
  test('is charged for every slice that passed unasked', () => {
    const device = running({ dur: 7200 });
    expect(maySessionGoOn(device, 1000 + 3 * 60)).toBe(true);
    expect(spentBy(device)).toBe(240);
  });
  test('ends a session that nobody asked about until its time was over', () => {
    expect(maySessionGoOn(running({ dur: 300 }), 1300)).toBe(false);
  });
  test('of a short session is its whole', () => {
    const device = running({ dur: 5 });
    expect([spentBy(device), maySessionGoOn(device, 1004), maySessionGoOn(device, 1005)]).toEqual([5, true, false]);
  });
  test('is not given back by an early end; the next start goes on with what is left', () => {
    const device = running({ dur: 100, use: 2 });
    endSession(device);
    expect(answerOf(device, makeToken(hospital, { lim: { dur: 100, use: 2 } }), {}, { now: T0, uptime: 2000 })).toBe(
      'OK',
    );
    expect([spentBy(device), maySessionGoOn(device, 2039), maySessionGoOn(device, 2040)]).toEqual([100, true, false]);
  });
  test('that cannot be charged is not given', () => {
    const held = running({ dur: 600 });
    const store = {
      ...held.store,
      commit: () => {
        throw new Rejected('E_STORE');
      },
    };
    const device = { ...held, store };
    expect(codeOf(() => maySessionGoOn(device, 1060))).toBe('E_STORE');
    expect(maySessionGoOn(device, 1060)).toBe(false);
  });
  test('is no session’s when none runs', () => expect(maySessionGoOn(deviceWith(), 0)).toBe(false));
});

describe('COMMIT then GRANT', () => {
  test('opens nothing when the use cannot be made durable', () => {
    const held = deviceWith();
    const device = {
      ...held,
      store: {
        ...held.store,
        commit: () => {
          throw new Rejected('E_STORE');
        },
      },
    };
    expect(answerOf(device, makeToken(hospital))).toBe('E_STORE');
    expect(device.session).toBeUndefined();
  });
  test('opens nothing when the store cannot be read', () => {
    const device = {
      ...deviceWith(),
      store: {
        read: () => {
          throw new Rejected('E_STORE');
        },
        commit: () => {},
      },
    };
    expect(answerOf(device, makeToken(hospital))).toBe('E_STORE');
  });
});

describe('the front door', () => {
  test('takes one attempt a second, good or bad, and a hasty one costs nothing', () => {
    const device = deviceWith();
    const attempt = (token: string, uptime: number) =>
      codeOf(() => attemptToken(device, token, { now: T0, uptime }, {}));
    expect(attempt('x', 100)).toBe('E_SEGMENTS');
    expect(attempt(makeToken(hospital), 100.9)).toBe('E_RATE');
    expect(attempt(makeToken(hospital), 101)).toBe('OK');
  });
});

describe('shutting down', () => {
  test('raises the floor to the clock and never lowers it', () => {
    const device = deviceWith();
    const floors = [T0 + 50, T0 + 20, null].map((now) => {
      shutDown(device, now);
      return device.store.read().floor;
    });
    expect(floors).toEqual([T0 + 50, T0 + 50, T0 + 50]);
  });
  test('asks no clock of class C', () => {
    const device = deviceWith({ class: 'C' });
    shutDown(device, T0 + 50);
    expect(device.store.read().floor).toBe(T0 - 100_000);
  });
});

describe('the challenge’s QR payload', () => {
  test('is 53 characters of base45 after its prefix, byte for byte', () => {
    const qr = challengeQr({ v: 'ABEiM0RVZneImaq7zN3u_w', at: 0 }, deviceWith().trust, 258, 6);
    expect(decodeBase45(qr.slice(5)).toString('hex')).toBe(
      '01' + '0b68e0d27fb87628' + '00112233445566778899aabbccddeeff' + '00000102' + '00000011' + '0006',
    );
    expect([qr.slice(0, 5), qr.length]).toEqual(['DSQ1:', 58]);
  });
});

describe('the screen', () => {
  test('knows a class for every code, and no code twice', () => {
    const all = Object.values(CODES_BY_CLASS).flat();
    expect(new Set(all).size).toBe(all.length);
    expect(
      ['E_SIZE', 'E_ALG', 'E_SIG', 'E_AUD', 'E_REPLAY', 'E_CNF'].map((code) => screenClassFor(code as never)),
    ).toEqual(['format', 'key', 'signature', 'device_or_scope', 'time_or_used', 'code']);
  });
  test('and the log get the code alone, never token material', () => {
    const token = makeToken(hospital, { aud: 'gs1:other' });
    expect(() => presentToken(deviceWith(), token, { now: T0, uptime: 0 }, {})).toThrow(/^E_AUD$/);
  });
});

/** RFC 9285, for the test only. */
function decodeBase45(text: string): Buffer {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const [a = 0, b = 0, c] = [...text.slice(at, at + 3)].map((letter) => alphabet.indexOf(letter));
    const value = a + 45 * b + 2025 * (c ?? 0);
    bytes.push(...(c === undefined ? [value] : [value >> 8, value & 255]));
  }
  return Buffer.from(bytes);
}

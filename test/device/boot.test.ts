/** Boot and the trust file: what was stored is verified again, and what was used stays used. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bootDevice,
  endSession,
  firstRecord,
  maySessionGoOn,
  memoryStore,
  parseTrustFile,
  presentToken,
} from '../../device/index.ts';
import { answerOf, codeOf, world } from '../support/dsat-device.ts';
import { makeToken, T0 } from '../support/dsat-maker.ts';

const { hospital } = world;

describe('boot', () => {
  const file = () => parseTrustFile(world.trustFileFor());
  test('verifies the stored documents again', () => {
    const [first] = file().documents;
    const broken = [first, { kind: 'bundle', envelope: { ...world.bundle, signatures: [] } }] as never;
    expect(codeOf(() => bootDevice(file().trust, broken, memoryStore(firstRecord(0))))).toBe('E_META_THRESHOLD');
  });
  test('refuses a stored document older than its counter', () => {
    const store = memoryStore({ ...firstRecord(0), versions: { root: 3, bundle: 18, owner: 1, profile: 0 } });
    expect(codeOf(() => bootDevice(file().trust, file().documents, store))).toBe('E_META_ROLLBACK');
  });
  test('refuses a pinned root older than its counter', () => {
    const store = memoryStore({ ...firstRecord(0), versions: { root: 4, bundle: 17, owner: 1, profile: 0 } });
    expect(codeOf(() => bootDevice(file().trust, file().documents, store))).toBe('E_META_ROLLBACK');
  });
  test('takes the same documents again, boot after boot, and counts the boots', () => {
    const store = memoryStore(firstRecord(0));
    for (const boots of [1, 2, 3]) {
      bootDevice(file().trust, file().documents, store);
      expect(store.read()).toMatchObject({ boots, floor: T0 - 100_000, versions: { root: 3, bundle: 17, owner: 1 } });
    }
  });
  test('without documents refuses every token', () => {
    const device = bootDevice(file().trust, [], memoryStore(firstRecord(0)));
    expect(answerOf(device, makeToken(hospital))).toBe('E_KEY_UNKNOWN');
  });
  test('without an owner refuses every token', () => {
    const device = bootDevice(file().trust, file().documents.slice(1), memoryStore(firstRecord(0)));
    expect(answerOf(device, makeToken(hospital))).toBe('E_ISS');
  });
});

describe('the trust file', () => {
  test.each<[string, object]>([
    ['a device id that is none', { id: 'x' }],
    ['an unknown class', { class: 'D' }],
    ['no build time', { built: undefined }],
    ['a limit as text', { limits: { skew: '120' } }],
    ['a root that nobody can meet', { root: { ...world.root, threshold: 3 } }],
  ])('is refused with %s', (_name, more) =>
    expect(codeOf(() => parseTrustFile(world.trustFileFor(more)))).toBe('E_META'),
  );
  test('is refused with a document of an unknown kind', () => {
    const text = JSON.stringify({
      ...JSON.parse(world.trustFileFor()),
      documents: [{ kind: 'licence', envelope: {} }],
    });
    expect(codeOf(() => parseTrustFile(text))).toBe('E_META');
  });
  test('takes section 5’s defaults for limits that are not given', () => {
    expect(parseTrustFile(world.trustFileFor({ limits: { skew: 60 } })).trust.pinned).toMatchObject({
      skew: 60,
      max_life: 14_400,
      max_dur: 7_200,
      max_use: 3,
      max_prebook: 86_400,
      nonce_ttl: 1_800,
      replay_cap: 64,
    });
  });
});

describe('over any sequence of presentations, ends, reboots and seconds', () => {
  const file = parseTrustFile(world.trustFileFor());
  const act = fc.oneof(
    fc.record({ op: fc.constant('present' as const), which: fc.nat(2) }),
    fc.record({ op: fc.constantFrom('end' as const, 'reboot' as const) }),
    fc.record({ op: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 200 }) }),
  );
  const tokens = [1, 2, 3].map((use) => ({
    use,
    token: makeToken(hospital, { jti: `${String(use).repeat(21)}A`, lim: { dur: 150, use } }),
  }));
  test('no token opens more often, or runs longer, than it says', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const store = memoryStore(firstRecord(0));
        const model = tokens.map(() => ({ starts: 0, seconds: 0 }));
        let [device, uptime, running] = [bootDevice(file.trust, file.documents, store), 0, -1];
        for (const step of acts) {
          if (step.op === 'present') {
            const token = tokens[step.which]?.token ?? '';
            const isOpened = codeOf(() => presentToken(device, token, { now: T0, uptime }, {})) === 'OK';
            if (isOpened) expect(running).toBe(-1);
            if (isOpened) running = step.which;
            const counted = model[step.which];
            if (isOpened && counted !== undefined) counted.starts += 1;
          } else if (step.op === 'wait') {
            for (let second = 0; second < step.seconds; second += 1, uptime += 1) {
              if (!maySessionGoOn(device, uptime)) running = -1;
              const counted = model[running];
              if (counted !== undefined) counted.seconds += 1;
            }
          } else {
            endSession(device);
            running = -1;
            if (step.op === 'reboot') [device, uptime] = [bootDevice(file.trust, file.documents, store), 0];
          }
        }
        for (const [index, { starts, seconds }] of model.entries()) {
          expect(starts).toBeLessThanOrEqual(tokens[index]?.use ?? 0);
          expect(seconds).toBeLessThanOrEqual(150);
        }
      }),
    );
  });
});

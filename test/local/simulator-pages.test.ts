/** The simulator's two pages from their view models: hostile text stays text, and what is broken is said. */
import { describe, expect, test } from '@jest/globals';
import type { BenchView } from '../../local/simulator/bench.ts';
import { propAt } from '../../local/simulator/cast.ts';
import { devicePage } from '../../local/simulator/device-page.ts';
import { type ShellView, shellPage } from '../../local/simulator/shell-page.ts';

const HOSTILE = '"><script>alert(1)</script>\u202E';
const AUTHENTICATOR = { person: HOSTILE, login: 'd.okafor', code: '123456', left: 12 };
const SHELL: ShellView = {
  technician: AUTHENTICATOR,
  approvers: [AUTHENTICATOR],
  inboxOf: 'd.okafor',
  lines: [{ says: HOSTILE, state: 'failed', found: HOSTILE }],
  isBusy: false,
  stories: 1,
  strip: {
    request: HOSTILE,
    device: HOSTILE,
    status: HOSTILE,
    events: [{ n: 1, type: HOSTILE, at: 1_795_464_000, role: HOSTILE, hash: HOSTILE }],
  },
  phone: 'http://127.0.0.1:1/',
  inbox: 'http://127.0.0.1:2/',
};
const VIEW: BenchView = {
  code: '7F3K-29QX',
  id: 'gs1:01/09521000001022/21/001234',
  class: 'B',
  wantsReleaseCode: true,
  boots: 3,
  remembers: 2,
  clock: 1_795_464_000,
  skipped: 0,
  refusals: [],
  turn: 1,
};
const screenOf = (more: Partial<BenchView>, scanned?: string) =>
  devicePage({
    nonce: 'n',
    prop: propAt('7F3K-29QX'),
    state: { isOn: true, pid: 7, powerCuts: 0, devices: [{ ...VIEW, ...more }] },
    scanned,
  });

describe('the page of the simulator', () => {
  test('shows what anybody wrote as text, and runs no script but its own', () => {
    const text = shellPage(SHELL, 'n');
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script nonce="n" src="/follow.js" defer>']);
    expect(text).not.toContain('\u202E');
  });

  test('says where a log is broken', () => {
    const { strip } = SHELL;
    const text = shellPage({ ...SHELL, strip: strip && { ...strip, broken: '3: hash_differs' } }, 'n');
    expect(text).toContain('✗ Broken at event 3: hash_differs');
    expect(text).not.toContain('verified');
  });

  test('says what will stand where nothing is yet', () => {
    const text = shellPage({ ...SHELL, lines: [], strip: undefined }, 'n');
    expect(text).toContain('Nothing yet. By hand it goes so:');
    expect(text).toContain('Nothing was asked yet.');
  });
});

describe('the screen of a device', () => {
  test('goes on with ordinary operation while service is refused', () => {
    const text = screenOf({ fault: 'E_STORE' });
    expect(text).toContain('Ordinary operation: running');
    expect(text).toContain('Out of service: E_STORE');
  });

  test('shows what was scanned as text, and says when there was no token', () => {
    expect(screenOf({}, HOSTILE)).not.toContain('<script');
    expect(screenOf({}, '')).toContain('There is no token on the phone’s screen.');
  });

  test('says the code of a refusal, its reason, and the one of six words that the field would see', () => {
    const text = screenOf({ refusals: [{ code: 'E_REPLAY', screen: 'time_or_used' }] });
    expect(text).toContain('<strong>E_REPLAY</strong> This token was used');
    expect(text).toContain('Screen: time or used');
  });

  test('offers nothing to enter while a session is open', () => {
    const text = screenOf({ session: { technician: 'p_x', scopes: 'diag.run', left: 90 } });
    expect(text).toContain('Privileged login: open');
    expect(text).toContain('2 min left');
    expect(text).not.toContain('id="token"');
  });
});

/**
 * The price of the device's decision: presentToken (steps 1-23 with an in-memory store) against one bare one-shot
 * `crypto.verify` in DER with a prebuilt KeyObject over the same bytes. Both run in one process in interleaved rounds,
 * and the figure is the median of the rounds' ratios, so that a noisy machine disturbs both sides alike.
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { bootDevice, type Device, firstRecord, memoryStore, pinnedTrust, presentToken } from '../device/index.ts';
import { bundleFor, type Trust } from '../device/trust.ts';
import { type Figure, median } from './figure.ts';

interface Sample {
  readonly token: string;
  readonly input: Buffer;
  readonly der: Buffer;
}

const ROUNDS = 120;
const WARM_UP = 60;
const TOKENS = 64;
const T0 = 1_790_000_000;
const MODEL = 'gs1:01/09506000134352';
const SCOPES = ['svc.read', 'svc.config', 'svc.calibrate'];

/** Measures; changes nothing outside. */
export function benchVerify(): Figure {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const samples = Array.from({ length: TOKENS }, (_, index) => makeSample(privateKey, index));
  const trust = trustFor(publicKey);
  const bareKey = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  const rounds = Array.from({ length: WARM_UP + ROUNDS }, (_, index) => {
    const work = [() => runDevice(trust, samples), () => runBare(bareKey, samples)];
    if (index % 2 === 1) work.reverse();
    const times = work.map(microsOf);
    const [device = 0, bare = 0] = index % 2 === 1 ? times.reverse() : times;
    return { device: device / TOKENS, bare: bare / TOKENS };
  }).slice(WARM_UP);
  return {
    name: 'verify',
    ratio: median(rounds.map(({ device, bare }) => device / bare)),
    target: 1.3,
    against: 'one bare verification',
    rounds: ROUNDS,
    micros: { device: median(rounds.map((round) => round.device)), bare: median(rounds.map((round) => round.bare)) },
  };
}

/** A new device a round: each token is fresh to it, and its store grows as a real one does. */
function runDevice(trust: Trust, samples: readonly Sample[]): void {
  const device: Device = { ...bootDevice(trust, [], memoryStore(firstRecord(T0))), trust };
  for (const { token } of samples) {
    presentToken(device, token, { now: T0 + 60, uptime: 100 }, {});
    device.session = undefined;
  }
}

function runBare(key: KeyObject, samples: readonly Sample[]): void {
  for (const { input, der } of samples) if (!verify('sha256', input, key, der)) throw new Error('bare verify failed');
}

function makeSample(key: KeyObject, index: number): Sample {
  const jti = Buffer.alloc(16, index + 1).toString('base64url');
  const times = { iat: T0, nbf: T0, exp: T0 + 3600 };
  const aud = `${MODEL}/21/SN-0012345`;
  const claims = {
    ver: 1,
    iss: 'hosp-0042',
    sub: 't-7f3a91c2',
    aud,
    jti,
    ...times,
    scope: 'svc.read svc.config',
    lim: { dur: 1800 },
  };
  const text = [{ alg: 'ES256', kid: 'h42-2026a', typ: 'dsat+jwt' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const input = Buffer.from(text);
  const raw = sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' });
  return { token: `${text}.${raw.toString('base64url')}`, input, der: derOf(raw) };
}

/** The same signature for the bare side, outside the measured time. */
function derOf(raw: Buffer): Buffer {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map((part) => {
    const start = part.findIndex((byte) => byte !== 0);
    const value = Buffer.concat([Buffer.alloc((part[start] ?? 0) >> 7), part.subarray(start)]);
    return Buffer.concat([Buffer.from([0x02, value.length]), value]);
  });
  const body = Buffer.concat(integers);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function trustFor(publicKey: KeyObject): Trust {
  const pub = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65).toString('hex');
  const limits = {
    max_life: 14_400,
    max_dur: 7_200,
    max_use: 3,
    max_prebook: 86_400,
    skew: 120,
    nonce_ttl: 1_800,
    replay_cap: 64,
  };
  const id = `${MODEL}/21/SN-0012345`;
  const root = { kind: 'root', version: 1, threshold: 1, keys: [] } as const;
  const pinned = {
    id,
    model: MODEL,
    class: 'B',
    form: 'jws',
    scopes: SCOPES,
    scope_bits: {},
    require_cnf: false,
    built: T0,
    ...limits,
  } as const;
  const key = {
    kid: 'h42-2026a',
    alg: 'ES256',
    pub,
    use: 'token',
    iss: 'hosp-0042',
    aud_prefix: `${MODEL}/`,
    scopes: SCOPES,
  };
  const keys = [{ ...key, max_life: 14_400, max_dur: 7_200, nbf: T0 - 1, naf: T0 + 1_000_000 }];
  const revoked = { revoked_kids: [], revoked_jtis: [] };
  const bundle = {
    kind: 'bundle',
    version: 1,
    root_version: 1,
    issued: T0,
    models: [MODEL],
    algs: ['ES256'],
    keys,
    ...revoked,
  } as const;
  const owner = { kind: 'owner', device: id, hospital: 'hosp-0042', version: 1 } as const;
  return { ...pinnedTrust(pinned, root), bundle: bundleFor(bundle), owner };
}

function microsOf(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1000;
}

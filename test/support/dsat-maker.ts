/**
 * Makes what the verifier judges, with node:crypto and nothing of the verifier: keys, tokens from literal JSON, signed
 * documents, a trust file. A test can so say exactly which bytes arrive.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface TestKey {
  readonly privateKey: KeyObject;
  /** Uncompressed point, hex. */
  readonly pub: string;
  readonly jwk: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };
}

export const T0 = 1_790_000_000;
export const DEVICE_ID = 'gs1:01/09506000134352/21/SN-0012345';
export const MODEL = 'gs1:01/09506000134352';
const HOSPITAL = 'hosp-0042';
export const JTI = 'WWTaBVrjHPjrcjDhkKUEiQ';
export const NONCE = 'Z2uLuEznJn3VIN7KSBHI8Q';

export const HEADER = { alg: 'ES256', kid: 'h42-a', typ: 'dsat+jwt' };
export const CLAIMS = {
  ver: 1,
  iss: HOSPITAL,
  sub: 't-7f3a91c2',
  aud: DEVICE_ID,
  jti: JTI,
  iat: T0,
  nbf: T0,
  exp: T0 + 3600,
  scope: 'svc.read svc.config',
  lim: { dur: 1800 },
};

export function makeKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const pub = `04${Buffer.from(x, 'base64url').toString('hex')}${Buffer.from(y, 'base64url').toString('hex')}`;
  return { privateKey, pub, jwk: { kty: 'EC', crv: 'P-256', x, y } };
}

export const base64url = (bytes: string | Buffer): string =>
  Buffer.from(bytes as string, 'latin1').toString('base64url');

export function signRaw(key: TestKey, message: string | Buffer): Buffer {
  return sign('sha256', Buffer.from(message as string, 'latin1'), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
}

/** A compact JWS over the given texts: whatever they are, the signature is right. */
export function signTexts(key: TestKey, header: string | Buffer, payload: string | Buffer): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${signRaw(key, input).toString('base64url')}`;
}

export function makeToken(key: TestKey, claims: object = {}, header: object = {}): string {
  return signTexts(key, JSON.stringify({ ...HEADER, ...header }), JSON.stringify({ ...CLAIMS, ...claims }));
}

export function makeEnvelope(kind: string, payload: object | string, signers: readonly (readonly [string, TestKey])[]) {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload), 'latin1');
  const message = Buffer.concat([Buffer.from(`dsat-${kind}-v1\0`, 'latin1'), body]);
  const signatures = signers.map(([kid, key]) => ({ kid, sig: signRaw(key, message).toString('base64url') }));
  return { payload: body.toString('base64url'), signatures };
}

/** RFC 7638. */
export function thumbprint({ x, y }: { readonly x: string; readonly y: string }): string {
  return createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest('base64url');
}

export function keyDocument(kid: string, key: TestKey, more: object = {}) {
  return {
    kid,
    alg: 'ES256',
    pub: key.pub,
    use: 'token',
    iss: HOSPITAL,
    aud_prefix: `${MODEL}/`,
    scopes: ['svc.read', 'svc.config', 'svc.calibrate'],
    max_life: 14_400,
    max_dur: 7_200,
    nbf: T0 - 1_000_000,
    naf: T0 + 10_000_000,
    ...more,
  };
}

export function bundleDocument(keys: readonly object[], more: object = {}) {
  return {
    kind: 'bundle',
    version: 17,
    root_version: 3,
    issued: T0 - 1000,
    models: [MODEL],
    algs: ['ES256'],
    keys,
    revoked_kids: [],
    revoked_jtis: [],
    ...more,
  };
}

/** The pinned part of a trust file (docs/token-format.md). */
function pinnedPart(root: object, more: object = {}) {
  return {
    root,
    id: DEVICE_ID,
    model: MODEL,
    class: 'B',
    form: 'jws',
    limits: {},
    require_cnf: false,
    scopes: ['svc.read', 'svc.config', 'svc.calibrate'],
    scope_bits: { '1': 'svc.read', '2': 'svc.config', '3': 'svc.calibrate' },
    built: T0 - 100_000,
    ...more,
  };
}

/** A whole small world: two root keys of which both must sign, one hospital key, its papers. */
export function makeWorld() {
  const [root1, root2, hospital] = [makeKey(), makeKey(), makeKey()];
  const root = {
    kind: 'root',
    version: 3,
    threshold: 2,
    keys: [
      { kid: 'root1', pub: root1.pub },
      { kid: 'root2', pub: root2.pub },
    ],
  };
  const signers = [['root1', root1] as const, ['root2', root2] as const];
  const envelopeFor = (kind: string, payload: object | string) => makeEnvelope(kind, payload, signers);
  const owner = envelopeFor('owner', { kind: 'owner', device: DEVICE_ID, hospital: HOSPITAL, version: 1 });
  const bundle = envelopeFor('bundle', bundleDocument([keyDocument('h42-a', hospital)]));
  const documents = [
    { kind: 'owner', envelope: owner },
    { kind: 'bundle', envelope: bundle },
  ] as const;
  const trustFileFor = (more: object = {}) => JSON.stringify({ pinned: pinnedPart(root, more), documents });
  return { root, root1, root2, hospital, signers, envelopeFor, owner, bundle, documents, trustFileFor };
}

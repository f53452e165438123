/** A maker's desk: a directory with keys and papers, and the tool's command run in this process on what lies there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyDocument,
  DEFAULT_LIMITS,
  type DocumentKind,
  type Pinned,
  parseEnvelope,
  pinnedTrust,
  type RootDocument,
  type Trust,
} from '../../device/index.ts';
import { oem } from '../../local/oem-command.ts';
import { scratchDirectory } from './stand-in.ts';

/** 2026-11-23T10:13:20Z. */
export const NOW = 1_795_428_800;
export const MODEL = 'gs1:01/09521000001022';
export const DEVICE = 'gs1:01/09521000001022/21/001234';

/** The generator of P-256 and its double (SEC 2, 2.4.2): public keys that everybody knows, so fingerprints are literal. */
export const G =
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';
export const G2 =
  '047cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc4766997807775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1';

export const PROFILE = {
  model: MODEL,
  class: 'B',
  form: 'jws',
  scopes: [
    { name: 'log.read', tier: 'T0' },
    { name: 'diag.run', tier: 'T1' },
  ],
  scope_bits: { '1': 'log.read', '2': 'diag.run' },
  max_life: 14_400,
  max_dur: 7200,
  max_use: 1,
  require_cnf: false,
};

/** A key entry as a bundle's draft has it. */
export const ENTRY = {
  kid: 'st-marys-2026a',
  alg: 'ES256',
  pub: G,
  use: 'token',
  iss: 'st-marys',
  aud_prefix: `${MODEL}/`,
  scopes: ['log.read'],
  max_life: 900,
  max_dur: 600,
  nbf: NOW,
  naf: NOW + 86_400,
};

export function bundleDraft(...keys: readonly object[]): object {
  return { models: [MODEL], algs: ['ES256'], keys, revoked_kids: [], revoked_jtis: [] };
}

/** The broker's request for the hospital's two keys. */
export function requestFor(version: number, keys: Readonly<Record<string, string>>, more: object = {}): object {
  const entries = Object.entries(keys).map(([kid, pub], index) => {
    return { kid, alg: 'ES256', pub, state: index === 0 ? 'active' : 'next' };
  });
  const request = {
    kind: 'signing-request',
    hospital: 'st-marys',
    model: MODEL,
    keys: entries,
    bundle_version: version,
  };
  return { ...request, ...more };
}

/** The device with which a made document is tried, apart from the tool's own. */
const PINNED: Pinned = {
  ...DEFAULT_LIMITS,
  id: DEVICE,
  model: MODEL,
  class: 'B',
  form: 'jws',
  scopes: ['log.read', 'diag.run'],
  scope_bits: {},
  require_cnf: false,
  built: 0,
};

export interface Said {
  readonly status: number;
  /** Lines of stderr, without the desk's path. */
  readonly talk: readonly string[];
}

export class Desk {
  readonly home = scratchDirectory();
  /** Everything that the tool ever said here, on either stream. */
  readonly heard: string[] = [];

  save(name: string, content: object | string): void {
    writeFileSync(join(this.home, name), typeof content === 'string' ? content : JSON.stringify(content));
  }

  read(name: string): string {
    return readFileSync(join(this.home, name), 'latin1');
  }

  /** What an envelope's payload says. */
  payload(name: string): unknown {
    const { payload } = JSON.parse(this.read(name));
    return JSON.parse(Buffer.from(payload, 'base64url').toString('latin1'));
  }

  /** A device with the first root pinned that was given these papers, in this order. */
  deviceWith(...papers: readonly (readonly [DocumentKind, string])[]): Trust {
    const believed = pinnedTrust(PINNED, this.payload('root-v1.json') as RootDocument);
    return papers.reduce((trust, [kind, name]) => {
      const envelope = parseEnvelope(this.read(name).trimEnd());
      return applyDocument(trust, kind, envelope, { now: NOW, uptime: 0 });
    }, believed);
  }

  /** `line` as a shell has it: words, names of this desk's files among them, and perhaps `> file` at the end. */
  oem(line: string): Said {
    const [command = '', out] = line.split(' > ');
    const words = command.split(' ').map((word) => (/\.(pem|json)$/.test(word) ? join(this.home, word) : word));
    const talk: string[] = [];
    const { status, stdout } = oem(words, NOW, (said) => talk.push(...said.split('\n')));
    this.heard.push(...talk, stdout);
    if (out !== undefined) this.save(out, stdout);
    return { status, talk: talk.map((said) => said.replaceAll(`${this.home}/`, '')) };
  }

  /** Makes a key a name and a root of which `threshold` must sign, signed by the first of them. */
  openRoot(threshold: number, ...names: readonly string[]): void {
    for (const name of names) this.oem(`new-key ${name}.pem > ${name}.json`);
    this.save('root-draft.json', { threshold, keys: names.map((name) => JSON.parse(this.read(`${name}.json`))) });
    const keys = names.slice(0, threshold).map((name) => `--key ${name}.pem`);
    this.oem(`root root-draft.json ${keys.join(' ')} > root-v1.json`);
  }
}

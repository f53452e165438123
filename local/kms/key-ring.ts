/**
 * The keys of the local KMS: one file of mode 0600 a key, read once at start, on disk before any call is answered. The
 * material lies there in the clear: it signs for simulated devices only.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateDirectory, writeDurably } from '../durable-file.ts';
import type { Tag } from './attachments.ts';
import { KmsError } from './errors.ts';
import { type KeySpecName, type KeyUsage, specOf } from './key-specs.ts';

/** Looks like AWS's, and names an account that AWS gives to nobody. */
export const ACCOUNT = '000000000000';
const ARN_PREFIX = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/`;

/** AWS's own words; a key pending deletion can be brought back, disabled, until it is gone. */
type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion';

export interface LocalKey {
  readonly id: string;
  readonly spec: KeySpecName;
  readonly state: KeyState;
  readonly description: string;
  readonly multiRegion: boolean;
  /** Seconds since 1970, as KMS answers them. */
  readonly created: number;
  readonly deletion?: number;
  /** Absent: AWS's default. */
  readonly policy?: string;
  readonly tags?: readonly Tag[];
  /** Base64 of what the spec generates. */
  readonly material: string;
}

/** What a key is made as. */
type NewKey = Pick<LocalKey, 'spec' | 'description' | 'multiRegion' | 'policy' | 'tags'>;

export interface KeyRing {
  create(wanted: NewKey): LocalKey;
  /** @param reference a key id or an ARN, as AWS takes both */
  find(reference: string): LocalKey;
  /** Moves the key to `state`. */
  move(key: LocalKey, state: KeyState, deletion?: number): LocalKey;
}

/** Opens the directory of keys, made if absent. */
export function openKeyRing(directory: string): KeyRing {
  makePrivateDirectory(directory);
  const keys = new Map(readKeys(directory).map((key) => [key.id, key]));

  function save(key: LocalKey): LocalKey {
    writeDurably(join(directory, `${key.id}.json`), JSON.stringify(key));
    keys.set(key.id, key);
    return key;
  }

  return {
    create: (wanted) => save(newKey(wanted)),
    find(reference) {
      const key = keys.get(reference.startsWith(ARN_PREFIX) ? reference.slice(ARN_PREFIX.length) : reference);
      if (!key) throw new KmsError('NotFoundException', `Key '${reference}' does not exist`);
      return key;
    },
    move({ deletion: _forgotten, ...key }, state, deletion) {
      return save({ ...key, state, ...(deletion !== undefined && { deletion }) });
    },
  };
}

export const arnOf = (key: LocalKey): string => `${ARN_PREFIX}${key.id}`;
export const materialOf = (key: LocalKey): Uint8Array => Buffer.from(key.material, 'base64');

function readKeys(directory: string): LocalKey[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return files.map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')));
}

function newKey(wanted: NewKey): LocalKey {
  return {
    ...wanted,
    id: wanted.multiRegion ? `mrk-${randomUUID().replaceAll('-', '')}` : randomUUID(),
    state: 'Enabled',
    created: Math.floor(Date.now() / 1000),
    material: Buffer.from(specOf(wanted.spec).generate()).toString('base64'),
  };
}

/** What each state makes of a use of the key. */
const STATE_ERRORS = Object.freeze({
  Enabled: undefined,
  Disabled: 'DisabledException',
  PendingDeletion: 'KMSInvalidStateException',
} as const satisfies Record<KeyState, KmsError['name'] | undefined>);

/** Refuses a key that is not enabled or not made for `usage`, in that order, as AWS does. */
export function mustServe(key: LocalKey, usage: KeyUsage): void {
  const error = STATE_ERRORS[key.state];
  if (error) throw new KmsError(error, `${arnOf(key)} is ${key.state}.`);
  if (specOf(key.spec).usage !== usage) {
    throw new KmsError('InvalidKeyUsageException', `${arnOf(key)} key usage is not valid for this operation.`);
  }
}

/**
 * The shapes of the four signed documents (section 3): from strict JSON to a typed document, or E_META. Only shape is
 * judged here, not whether the document suits this device. Unknown members are ignored: they are for later firmware.
 */
import {
  ALG_ES256,
  type BundleDocument,
  type DeviceClass,
  KEY_USES,
  type KeyDocument,
  type OwnerDocument,
  PATTERNS,
  type ProfileDocument,
  type RootDocument,
  type TokenForm,
} from './claims.ts';
import type { Json, JsonObject } from './json.ts';
import { Rejected } from './rejected.ts';
import { ANY_TEXT, boolean, integer, isRepeated, objects, oneOf, text, texts } from './shape.ts';

export const CLASSES: readonly DeviceClass[] = Object.freeze(['A', 'B', 'C']);
export const FORMS: readonly TokenForm[] = Object.freeze(['jws', 'cwt']);

/** A threshold that no set of keys can miss or meet is no threshold; a key that stands twice would count twice. */
export function parseRoot(document: JsonObject): RootDocument {
  const keys = objects(document, 'keys').map((key) => ({
    kid: text(key, 'kid', PATTERNS.kid),
    pub: text(key, 'pub', PATTERNS.point),
  }));
  const threshold = integer(document, 'threshold', 1);
  const hasTwice = isRepeated(keys.map(({ kid }) => kid)) || isRepeated(keys.map(({ pub }) => pub.toLowerCase()));
  if (threshold > keys.length || hasTwice) throw new Rejected('E_META');
  return { kind: 'root', version: integer(document, 'version', 0), threshold, keys };
}

/** Repeated kids are judged later, in their place in section 3's order. */
export function parseBundle(document: JsonObject): BundleDocument {
  return {
    kind: 'bundle',
    version: integer(document, 'version', 0),
    root_version: integer(document, 'root_version', 0),
    issued: integer(document, 'issued', 0),
    models: texts(document, 'models', ANY_TEXT),
    algs: texts(document, 'algs', ANY_TEXT),
    keys: objects(document, 'keys').map(parseKey),
    revoked_kids: texts(document, 'revoked_kids', ANY_TEXT),
    revoked_jtis: texts(document, 'revoked_jtis', ANY_TEXT),
  };
}

export function parseOwner(document: JsonObject): OwnerDocument {
  return {
    kind: 'owner',
    device: text(document, 'device', PATTERNS.deviceId),
    hospital: text(document, 'hospital', PATTERNS.iss),
    version: integer(document, 'version', 0),
  };
}

export function parseProfile(document: JsonObject): ProfileDocument {
  return {
    kind: 'profile',
    model: text(document, 'model', ANY_TEXT),
    version: integer(document, 'version', 0),
    class: oneOf(document, 'class', CLASSES),
    form: oneOf(document, 'form', FORMS),
    scopes: objects(document, 'scopes').map((scope) => ({
      name: text(scope, 'name', PATTERNS.scopeName),
      tier: text(scope, 'tier', ANY_TEXT),
    })),
    scope_bits: parseScopeBits(document.get('scope_bits')),
    max_life: integer(document, 'max_life', 1),
    max_dur: integer(document, 'max_dur', 1),
    max_use: integer(document, 'max_use', 1),
    require_cnf: boolean(document, 'require_cnf'),
  };
}

/** Another algorithm's public key may have another shape: only ES256's is known here. */
function parseKey(key: JsonObject): KeyDocument {
  const alg = text(key, 'alg', ANY_TEXT);
  return {
    kid: text(key, 'kid', PATTERNS.kid),
    alg,
    pub: text(key, 'pub', alg === ALG_ES256 ? PATTERNS.point : ANY_TEXT),
    use: oneOf(key, 'use', KEY_USES),
    iss: text(key, 'iss', PATTERNS.iss),
    aud_prefix: text(key, 'aud_prefix', ANY_TEXT),
    scopes: texts(key, 'scopes', PATTERNS.scopeName),
    max_life: integer(key, 'max_life', 1),
    max_dur: integer(key, 'max_dur', 1),
    nbf: integer(key, 'nbf', 0),
    naf: integer(key, 'naf', 0),
  };
}

/** Bit numbers of a 32-bit mask to scope names. */
export function parseScopeBits(value: Json | undefined): Record<string, string> {
  if (!(value instanceof Map)) throw new Rejected('E_META');
  const bits = [...(value as JsonObject).keys()].map((bit) => {
    if (!/^(?:0|[1-9]|[12][0-9]|3[01])$/.test(bit)) throw new Rejected('E_META');
    return [bit, text(value, bit, PATTERNS.scopeName)] as const;
  });
  return Object.fromEntries(bits);
}

/**
 * What esbuild is taught for the functions: to leave out what never runs in Lambda, and to load the rest by the shortest
 * way. `npm run bench -- cold-start` measures all of it against the usual bundle (docs/performance.md).
 */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Node's own modules without the module loader. `require` also makes a facade for ES modules, which reads every export:
 * of `node:http` that loads all of undici, which nothing here uses.
 */
const directBuiltins: Plugin = {
  name: 'direct-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path }) => (isBuiltin(path) ? { path, namespace: 'builtin' } : undefined));
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents:
        path === 'node:zlib' ? LATE_ZLIB : `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** The SDK asks for one function, and calls it for checksums of streams only. Another name of zlib fails the build. */
const LATE_ZLIB =
  "export const crc32 = (data, value) => process.getBuiltinModule('node:zlib').crc32(data, value);" as const;

/**
 * A function's credentials are its role's, which Lambda puts in the environment and nowhere else. The SDK's default also
 * carries clients for profiles, SSO, web identity and instance metadata, and would ask one after the other.
 */
const environmentCredentials = inPlaceOf(
  /^@aws-sdk\/credential-provider-node$/,
  `export const defaultProvider = () => async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
      throw Object.assign(new Error('the environment has no AWS credentials'), { name: 'CredentialsProviderError' });
    const token = AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {};
    return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...token };
  };`,
);

/** No operation of DynamoDB, KMS or SES that is used here streams events; the SDK loads them when one does. */
const noEventStreams = inPlaceOf(
  /^@smithy\/core\/event-streams$/,
  `throw new Error('event streams are not in the bundles'); export let EventStreamSerde, eventStreamSerdeProvider;`,
);

/** Node's own HMAC where otplib brings one in JavaScript: the same values, 13 kB less and no second SHA-1. */
const nodeHmac = inPlaceOf(
  /^@otplib\/plugin-crypto-noble$/,
  `import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
  const bytesOf = (value) => (typeof value === 'string' ? Buffer.from(value) : value);
  export class NobleCryptoPlugin {
    name = 'node';
    hmac(algorithm, key, data) { return createHmac(algorithm, key).update(data).digest(); }
    randomBytes(length) { return randomBytes(length); }
    constantTimeEqual(one, other) {
      const [a, b] = [bytesOf(one), bytesOf(other)];
      return a.length === b.length && timingSafeEqual(a, b);
    }
  }
  export const crypto = Object.freeze(new NobleCryptoPlugin());`,
);

/** Tables are found by the region's own address; the SDK keeps others only for accounts that turn discovery on. */
const noEndpointDiscovery = inPlaceOf(
  /^@aws-sdk\/endpoint-cache$/,
  `export class EndpointCache { get() { throw new Error('endpoint discovery is not in the bundles'); } }`,
);

/** Of its own package.json a client says its version to AWS, and nothing else. */
const versionsOnly: Plugin = {
  name: 'versions-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Each error of a client that has nothing of its own is said in a line: of a hundred classes, which all are loaded, one stays. */
const shortErrors: Plugin = {
  name: 'short-errors',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]models[\\/]errors\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(PLAIN_ERROR, SHORT_ERROR) + ERROR_CLASS,
    }));
  },
};

/** As the SDK writes them; one of another form stays as it is. */
const PLAIN_ERROR =
  /export class (\w+) extends __BaseException \{\s+static shapeId = "([\w.]+#)\1";\s+name = "\1";\s+\$fault = "(\w+)";\s+constructor\(opts\) \{\s+super\(\{\s+name: "\1",\s+\$fault: "\3",\s+\.\.\.opts,?\s+\}\);\s+Object\.setPrototypeOf\(this, \1\.prototype\);\s+\}\s+\}/g;
const SHORT_ERROR = "export const $1 = /* @__PURE__ */ errorClass('$2', '$1', '$3');";
const ERROR_CLASS = `
function errorClass(namespace, name, $fault) {
  const Its = class extends __BaseException {
    static shapeId = namespace + name;
    name = name;
    $fault = $fault;
    constructor(opts) {
      super({ name, $fault, ...opts });
      Object.setPrototypeOf(this, Its.prototype);
    }
  };
  return Its;
}`;

/** In the order in which esbuild asks them: the first that knows a path answers. */
export const PLUGINS: readonly Plugin[] = Object.freeze([
  environmentCredentials,
  noEventStreams,
  nodeHmac,
  noEndpointDiscovery,
  versionsOnly,
  shortErrors,
  directBuiltins,
]);

/** Puts `contents` where a package is imported. */
function inPlaceOf(filter: RegExp, contents: string): Plugin {
  const namespace = filter.source;
  return {
    name: `in place of ${filter.source}`,
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace }));
      onLoad({ filter: /./, namespace }, () => ({ contents }));
    },
  };
}

/** `GET /devices/{device}/trust`, `/hospitals/{hospital}/keys`: what a device is trusted by; all of it public. */
import { wireStore } from '../adapters/wire.ts';
import { readDeviceTrust, readPublicKeys } from '../core/verbs/device-trust.ts';
import { endpoint, json, serve } from './pipeline.ts';

const ports = wireStore(process.env);

export const handler = serve({
  'GET /devices/{device}/trust': endpoint({
    handle: async ({ params }) => json(200, await readDeviceTrust(ports, params['device'] ?? '')),
  }),
  'GET /hospitals/{hospital}/keys': endpoint({
    handle: async ({ params }) => json(200, await readPublicKeys(ports, params['hospital'] ?? '')),
  }),
});

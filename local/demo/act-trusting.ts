/** The maker publishes what the device will believe: signed by his root keys, brought by two of his publishers. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Oem, openOem, ownerDocument, profileDocument } from '../oem.ts';
import { designOf, modelIdOf } from '../seed/models.ts';
import { OEM_KEYS } from '../stack-files.ts';
import type { Phone } from './broker.ts';
import { agreed, COOL_DOWN, inForce, type Scratch } from './scratch.ts';
import { asking, HOSPITAL, key, type Step, told, trustOf } from './telling.ts';

const MAKER = 'oem-aurora';
const OEM = fileURLToPath(new URL('../oem-command.ts', import.meta.url));

export function trustingAct(stage: Scratch): readonly Step[] {
  const { scene, left } = stage;
  const oem = (): Oem => openOem(join(scene.broker.dataDir, OEM_KEYS), MAKER);
  const publish = (by: readonly [Phone, Phone], body: object) => agreed(scene, by, [MAKER, 'publish-trust'], body);
  return [
    {
      says: 'The maker publishes his root and the profile of the model, by two publishers.',
      run: async () => {
        left.root = oem().sign(oem().root);
        left.profile = oem().sign(profileDocument(designOf('VX-7')));
        const root = await publish([left.lang, left.voss], { kind: 'root', envelope: left.root });
        await scene.skip(COOL_DOWN + 1);
        await inForce(left.lang, MAKER);
        const body = { kind: 'profile', envelope: left.profile, name: 'VX-7', kindName: 'Ventilator' };
        const profile = await publish([left.voss, left.lang], body);
        await scene.skip(COOL_DOWN + 1);
        const settled = await inForce(left.lang, MAKER);
        return { ok: root.ok && profile.ok && settled.ok, shows: settled.shows };
      },
    },
    {
      says: 'Without a bundle that delegates the hospital’s key, a request is refused and says so.',
      run: async () =>
        told(
          await left.osei.post('/requests', asking(left.device.code, ['diag.run']), key('scratch-early')),
          403,
          'trust_missing',
        ),
    },
    {
      says: 'The broker offers the hospital’s keys as a signing request; the maker signs it with his own tool, offline.',
      run: async () => {
        const query = new URLSearchParams({ hospital: HOSPITAL, model: modelIdOf('VX-7') });
        const { body } = await left.lang.get(`/registry/${MAKER}/signing-request?${query}`);
        const envelope = signedRequest(stage, body);
        const bundle = await publish([left.lang, left.voss], { kind: 'bundle', hospital: HOSPITAL, envelope });
        return { ok: bundle.ok, shows: { keys: body.keys?.length, ...bundle.shows } };
      },
    },
    {
      says: 'And he says whose device it is.',
      run: async () => {
        const envelope = oem().sign(ownerDocument(left.device.id, HOSPITAL));
        const owner = await publish([left.voss, left.lang], { kind: 'owner', hospital: HOSPITAL, envelope });
        await scene.skip(COOL_DOWN + 1);
        const settled = await inForce(left.lang, MAKER);
        return { ok: owner.ok && settled.ok, shows: settled.shows };
      },
    },
    {
      says: 'The device takes the documents: it verifies them itself.',
      run: async () => {
        left.ventilator = await trustOf({ scene, home: stage.home }, left.device, 'oem-aurora');
        return { ok: true, shows: { device: left.device.id } };
      },
    },
  ];
}

/** `npm run oem -- sign-request`, in a process of its own, with two root keys. */
function signedRequest({ scene, home, left }: Scratch, request: object): string {
  const desk = join(home, 'maker');
  mkdirSync(desk, { recursive: true });
  const file = (name: string, text: string) => {
    writeFileSync(join(desk, name), text);
    return join(desk, name);
  };
  const keyFile = (kid: string) => join(scene.broker.dataDir, OEM_KEYS, MAKER, `${kid}.pem`);
  const args = [
    OEM,
    'sign-request',
    file('request.json', JSON.stringify(request)),
    ...['--profile', file('profile.json', left.profile), '--root', file('root.json', left.root)],
    ...['--key', keyFile('root-1'), '--key', keyFile('root-2'), '--now', String(scene.now())],
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: {} });
  if (status !== 0) throw new Error(`the maker's tool: ${stderr}`);
  return stdout.trim();
}

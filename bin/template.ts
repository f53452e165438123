/** `npm run template`: writes the stacks of cdk.json's settings to dist/templates, for deployments without CDK. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainTemplates } from '../lib/plain-templates.ts';
import { parseSettings } from '../lib/settings.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist', 'templates');

const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context?: { wardkey?: unknown } };
const outdir = join(folder, 'cdk');
const templates = plainTemplates(parseSettings(context?.wardkey), '../functions', outdir);
rmSync(outdir, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, template] of Object.entries(templates)) {
  writeFileSync(join(folder, name), `${JSON.stringify(template, undefined, 1)}\n`);
  console.log(`dist/templates/${name}`);
}

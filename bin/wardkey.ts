/** The CDK app: settings in, stacks out. What a rule pack finds and nobody answered fails the synthesis. */
import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundlesIn } from '../lib/functions.ts';
import { parseSettings } from '../lib/settings.ts';
import { addStacks } from '../lib/stacks.ts';

const app = new App();
const bundles = fileURLToPath(new URL('../dist/functions', import.meta.url));
addStacks(app, parseSettings(app.node.tryGetContext('wardkey')), bundlesIn(bundles));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();

/**
 * The two stacks as plain CloudFormation, for people who deploy without CDK, and the papers of keys that stand already. Code is a path beside the template, which
 * `aws cloudformation package` uploads and replaces; no CDK bucket and no bootstrapping is asked for.
 */
import { App, DefaultStackSynthesizer, type IReusableStackSynthesizer } from 'aws-cdk-lib';
import { CfnFunction, Code } from 'aws-cdk-lib/aws-lambda';
import { acknowledge } from './acknowledgements.ts';
import { papersOf } from './existing-keys.ts';
import type { Settings } from './settings.ts';
import { addStacks } from './stacks.ts';

/**
 * File name -> template.
 * @param bundles the bundles' folder as seen from the templates' folder
 * @param outdir where CDK may leave its own files
 */
export function plainTemplates(settings: Settings, bundles: string, outdir: string): Readonly<Record<string, object>> {
  const plain = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  // The cast: under exactOptionalPropertyTypes the class does not fit the interface that it implements.
  const defaultStackSynthesizer = plain as IReusableStackSynthesizer;
  const app = new App({ outdir, defaultStackSynthesizer, context: CONTEXT });
  const { state, broker } = addStacks(app, settings, () => Code.fromInline('packaged'));
  for (const one of broker.node.findAll()) {
    if (!(one instanceof CfnFunction)) continue;
    const verb = one.functionName?.replace(`wardkey-${settings.environment}-`, '');
    acknowledge(one, 'CloudFormation-Validate::W3002');
    one.addPropertyOverride('Code', `${bundles}/${verb}`);
  }
  const papers = papersOf(settings.environment, settings.existingKeys);
  const assembly = app.synth();
  return {
    'wardkey-state.json': assembly.getStackByName(state.stackName).template as object,
    'wardkey-broker.json': assembly.getStackByName(broker.stackName).template as object,
    ...(Object.keys(papers).length > 0 && { 'existing-keys.json': papers }),
  };
}

/** As in cdk.json. */
const CONTEXT = Object.freeze({ '@aws-cdk/core:defaultCrossStackReferences': 'strong' });

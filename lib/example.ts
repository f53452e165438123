/**
 * The broker inside somebody else's CDK app: a hospital's platform team has its own stacks and pipelines and puts the two
 * constructs where they belong. test/lib/example.test.ts synthesizes it.
 */
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { WardkeyBroker } from './broker.ts';
import { bundlesIn } from './functions.ts';
import { BrokerState } from './state.ts';

/** @param bundles the folder that `npm run build` writes */
export function addToPlatform(app: App, bundles: string): void {
  const kept = new Stack(app, 'ClinicalAccessData', { terminationProtection: true });
  const state = new BrokerState(kept, 'wardkey', { environment: 'clinical', hospitals: ['st-mary', 'st-john'] });

  const made = new Stack(app, 'ClinicalAccess');
  const broker = new WardkeyBroker(made, 'wardkey', {
    state,
    code: bundlesIn(bundles),
    mail: { domain: 'access.hospital.example', sender: 'no-reply' },
    throttle: { all: { rate: 20, burst: 40 }, codes: { rate: 5, burst: 10 } },
  });
  new CfnOutput(made, 'Broker', { value: broker.baseUrl });
}

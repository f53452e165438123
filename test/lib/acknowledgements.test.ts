/** What the rule packs find and we answer: the whole list, so that a new answer is a line to review. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { ROUTES } from '../../lambdas/routes.ts';
import { ACKNOWLEDGED } from '../../lib/acknowledgements.ts';
import { bundlesIn } from '../../lib/functions.ts';
import { parseSettings } from '../../lib/settings.ts';
import { addStacks } from '../../lib/stacks.ts';
import { CONTEXT, emptyBundles } from './deployment.ts';

const app = new App({ context: CONTEXT, outdir: mkdtempSync(join(tmpdir(), 'wardkey-synth-')) });
addStacks(app, parseSettings(CONTEXT['wardkey']), bundlesIn(emptyBundles()));

/** `path id` of every answer in the app. */
function given(): readonly string[] {
  return app.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data as object).map((id) => `${construct.node.path} ${id}`)),
    );
}

test('rules are acknowledged at these places and no other', () => {
  const nag = 'AwsSolutions::AwsSolutions-';
  expect(given()).toEqual([
    `WardkeyState-pilot/state/session-secret/secret ${nag}SMG4`,
    `WardkeyState-pilot/state/sign-in/pool ${nag}COG8`,
    ...[...ROUTES.map(({ verb }) => verb), 'default'].map((id) => `WardkeyBroker-pilot/broker/http/${id} ${nag}APIG4`),
    `WardkeyBroker-pilot/broker/wakers/failures ${nag}SQS3`,
    `WardkeyBroker-pilot/broker/functions/mint-token ${nag}IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]`,
    `WardkeyBroker-pilot/broker/functions/apply-registry ${nag}IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]`,
    `WardkeyBroker-pilot/broker/functions/apply-registry ${nag}IAM5[Resource::*]`,
    ...['slack', 'notify', 'sweep'].map(
      (name) =>
        `WardkeyBroker-pilot/broker/functions/${name} ${nag}IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:wardkey-pilot-slack-*]`,
    ),
  ]);
});

test('each with its full id and a sentence that says why', () => {
  for (const [id, reason] of Object.entries(ACKNOWLEDGED)) {
    expect(id).toMatch(/^[\w-]+::[\w-]+(\[.+\])?$/);
    expect(reason).toMatch(/^[A-Z].{40,}\.$/);
  }
});

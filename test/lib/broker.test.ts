/** What can be made anew: functions, API, mail and what wakes them. */
import { describe, expect, test } from '@jest/globals';
import { routeKeyOf } from '../../lambdas/route-key.ts';
import { FUNCTIONS, type FunctionName, ROUTES } from '../../lambdas/routes.ts';
import { bundlesIn } from '../../lib/functions.ts';
import { deploy, resourcesOf } from './deployment.ts';

const { state, broker } = deploy();
const both = [broker, state];
const functions = new Map(
  [...resourcesOf(both, 'AWS::Lambda::Function').values()].map((one) => [one['FunctionName'], one]),
);
const names = Object.keys(FUNCTIONS) as FunctionName[];

/** The one resource of a type. */
function only(type: string): Record<string, unknown> {
  const all = [...resourcesOf(both, type).values()];
  expect([type, all.length]).toEqual([type, 1]);
  return all[0] ?? {};
}

describe('functions', () => {
  test('are those of routes.ts', () => {
    expect([...functions.keys()]).toEqual(names.map((name) => `wardkey-pilot-${name}`));
  });

  test.each(names)('%s: Node 24 on arm64, its own role and log, and the environment names of its row', (name) => {
    const made = functions.get(`wardkey-pilot-${name}`);
    expect(made).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Role: `arn:aws:iam::111122223333:role/wardkey-pilot-${name}`,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: `/wardkey/pilot/${name}` },
    });
    const environment = made?.['Environment'] as { readonly Variables: object } | undefined;
    expect(Object.keys(environment?.Variables ?? {}).sort()).toEqual([...FUNCTIONS[name].environment].sort());
  });

  test('are told the names of what is really there', () => {
    const environment = functions.get('wardkey-pilot-decide-access')?.['Environment'];
    expect((environment as { readonly Variables: object } | undefined)?.Variables).toEqual({
      EVENTS_TABLE: 'wardkey-pilot-events',
      STATE_TABLE: 'wardkey-pilot-state',
      REGISTRY_TABLE: 'wardkey-pilot-registry',
      CREDENTIALS_TABLE: 'wardkey-pilot-credentials',
      CREDENTIAL_KEY_ARN: 'arn:aws:kms:eu-central-1:111122223333:key/CredentialKey',
      BASE_URL: expect.stringMatching(/\.ApiEndpoint$/),
      SESSION_SECRET_ARN: expect.stringContaining(':secret:wardkey-pilot-session-'),
    });
  });

  test('behind the API end before API Gateway gives up', () => {
    const slow = [...functions.values()]
      .filter((one) => (one['Timeout'] as number) > 29)
      .map((one) => one['FunctionName']);
    expect(slow).toEqual(
      ['apply-registry', 'notify', 'guard-log', 'delivery', 'sweep', 'bootstrap'].map(
        (name) => `wardkey-pilot-${name}`,
      ),
    );
  });

  test('without a bundle are not deployed', () => {
    expect(() => bundlesIn('/nowhere')('notify')).toThrow('/nowhere/notify holds no bundle: run npm run build first');
  });
});

test('every log is kept for the days that are set, and none for ever', () => {
  const logs = [...resourcesOf(both, 'AWS::Logs::LogGroup').values()];
  expect(logs).toHaveLength(names.length + 1);
  expect(new Set(logs.map((log) => log['RetentionInDays']))).toEqual(new Set([90]));
});

describe('the API', () => {
  const routes = [...resourcesOf(both, 'AWS::ApiGatewayV2::Route').values()];
  const integrations = resourcesOf(both, 'AWS::ApiGatewayV2::Integration');
  const functionOf = (route: Record<string, unknown>) => {
    const uri = integrations.get(String(route['Target']).replace('integrations/', ''))?.['IntegrationUri'];
    return String(uri).replace(/.*:function:wardkey-pilot-/, '');
  };

  test('has the routes of routes.ts, each to its function, and describe-api for everything else', () => {
    expect(routes.map((route) => [route['RouteKey'], functionOf(route)])).toEqual([
      ...ROUTES.map((route) => [routeKeyOf(route), route.function]),
      ['$default', 'describe-api'],
    ]);
  });

  test('may call a function on its own routes only', () => {
    const permissions = [...resourcesOf(both, 'AWS::Lambda::Permission').values()];
    const byApi = permissions.filter((one) => one['Principal'] === 'apigateway.amazonaws.com');
    const mint = byApi.filter((one) => String(one['FunctionName']).endsWith('mint-token'));
    expect(mint.map((one) => String(one['SourceArn']).replace(/.*brokerhttpapi\w+/, ''))).toEqual([
      '/*/*/requests/{request}/tokens',
      '/*/*/visits/{request}/activate',
    ]);
    expect(byApi).toHaveLength(ROUTES.length + 1);
  });

  test('logs the key of a route and nothing that a link, a person or a token could be read from', () => {
    const { Format } = only('AWS::ApiGatewayV2::Stage')['AccessLogSettings'] as { readonly Format: string };
    expect(Object.values(JSON.parse(Format) as object)).toEqual([
      '$context.requestTimeEpoch',
      '$context.requestId',
      '$context.routeKey',
      '$context.status',
      '$context.responseLength',
      '$context.responseLatency',
      '$context.integrationLatency',
      '$context.integrationStatus',
    ]);
  });

  test('lets fewer calls through where a one-time code is taken', () => {
    const stage = only('AWS::ApiGatewayV2::Stage');
    expect(stage['DefaultRouteSettings']).toEqual({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
    const limits = { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 };
    const registry = ROUTES.filter((route) => route.function === 'registry-admin' && route.method === 'POST');
    expect(registry.length).toBeGreaterThan(10);
    expect(stage['RouteSettings']).toEqual({
      'POST /requests/{request}/decision': limits,
      'POST /decide/{ticket}': limits,
      'POST /requests/{request}/tokens': limits,
      'POST /visits/{request}/activate': limits,
      'POST /codes': limits,
      'POST /codes/confirm': limits,
      'POST /decisions/{request}': limits,
      'POST /decisions/{request}/revoke': limits,
      'POST /decide/{ticket}/revoke': limits,
      'POST /code/begin': limits,
      'POST /code/confirm': limits,
      'POST /slack/interactions': limits,
      'POST /slack/commands': limits,
      'POST /slack/events': limits,
      ...Object.fromEntries(registry.map((route) => [routeKeyOf(route), limits])),
    });
  });

  test('at an address of your own is not reached at any other', () => {
    const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/0e1d2c3b';
    const own = deploy({ domain: { name: 'access.example.org', certificateArn } });
    const templates = [own.broker, own.state];
    const [api] = resourcesOf(templates, 'AWS::ApiGatewayV2::Api').values();
    const [domain] = resourcesOf(templates, 'AWS::ApiGatewayV2::DomainName').values();
    expect(api?.['DisableExecuteApiEndpoint']).toBe(true);
    expect(domain).toMatchObject({
      DomainName: 'access.example.org',
      DomainNameConfigurations: [{ CertificateArn: certificateArn, SecurityPolicy: 'TLS_1_2' }],
    });
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::ApiMapping').size).toBe(1);
    const told = [...resourcesOf(templates, 'AWS::Lambda::Function').values()].map(
      (one) => (one['Environment'] as { Variables: { BASE_URL?: string } } | undefined)?.Variables.BASE_URL,
    );
    expect(told.filter(Boolean)).toEqual(Array(12).fill('https://access.example.org'));
  });
});

describe('mail', () => {
  test('is signed, bounces to a domain of its own, and goes to servers with TLS only', () => {
    expect(only('AWS::SES::EmailIdentity')).toMatchObject({
      EmailIdentity: 'wardkey.example.org',
      ConfigurationSetAttributes: { ConfigurationSetName: 'wardkey-pilot-mail' },
      MailFromAttributes: { MailFromDomain: 'bounce.wardkey.example.org' },
    });
    // Easy DKIM is what an identity has unless it is turned off.
    expect(only('AWS::SES::EmailIdentity')['DkimAttributes']).toBeUndefined();
    expect(only('AWS::SES::ConfigurationSet')).toMatchObject({
      Name: 'wardkey-pilot-mail',
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    });
  });

  test('is reported on to the default bus; opens and clicks are not tracked', () => {
    expect(only('AWS::SES::ConfigurationSetEventDestination')['EventDestination']).toEqual({
      Enabled: true,
      EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-central-1:111122223333:event-bus/default' },
      MatchingEventTypes: ['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject'],
    });
    expect(only('AWS::SES::ConfigurationSet')['TrackingOptions']).toBeUndefined();
  });

  test('has its DNS records said by the stack: three of DKIM, two of MAIL FROM', () => {
    const records = Object.entries(broker.Outputs ?? {}).filter(([id]) => /Dkim|MailFrom/.test(id));
    expect(records).toHaveLength(5);
  });
});

describe('what wakes functions', () => {
  const rules = [...resourcesOf(both, 'AWS::Events::Rule').values()];
  const failures = 'arn:aws:sqs:eu-central-1:111122223333:wardkey-pilot-failures';

  const mappingOf = (name: string) =>
    [...resourcesOf(both, 'AWS::Lambda::EventSourceMapping').values()].find(
      (one) => one['FunctionName'] === `wardkey-pilot-${name}`,
    );

  test('notify: new outbox rows of the stream, each failing alone, a bounded number of times', () => {
    expect(mappingOf('notify')).toMatchObject({
      EventSourceArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/wardkey-pilot-state/stream/LABEL',
      FilterCriteria: {
        Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"O#notify#"}]}}}}' }],
      },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 600,
      DestinationConfig: { OnFailure: { Destination: failures } },
    });
  });

  test('guard-log: what changes or removes an event, and nothing else', () => {
    expect(mappingOf('guard-log')).toMatchObject({
      EventSourceArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/wardkey-pilot-events/stream/LABEL',
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["MODIFY","REMOVE"]}' }] },
      DestinationConfig: { OnFailure: { Destination: failures } },
    });
  });

  test('sweep and apply-registry: the minute, and nothing else runs by the clock', () => {
    const scheduled = rules.filter((rule) => rule['ScheduleExpression'] !== undefined);
    const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:111122223333:function:wardkey-pilot-${name}`;
    const retry = { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 };
    const eachMinute = (name: string) =>
      expect.objectContaining({
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        Targets: [expect.objectContaining({ Arn: arnOf(name), RetryPolicy: retry })],
      });
    expect(scheduled).toHaveLength(2);
    expect(scheduled).toEqual(expect.arrayContaining([eachMinute('sweep'), eachMinute('apply-registry')]));
  });

  test("delivery: what SES reports about this deployment's mails", () => {
    expect(rules.find((rule) => JSON.stringify(rule['EventPattern'] ?? '').includes('aws.ses'))).toMatchObject({
      EventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': ['wardkey-pilot-mail'] } } },
      },
      Targets: [{ Arn: 'arn:aws:lambda:eu-central-1:111122223333:function:wardkey-pilot-delivery' }],
    });
  });

  test('reports what failed for good to one queue, which is encrypted', () => {
    const configs = [...resourcesOf(both, 'AWS::Lambda::EventInvokeConfig').values()];
    const rows = configs.map((one) => [
      one['FunctionName'],
      one['MaximumRetryAttempts'],
      one['MaximumEventAgeInSeconds'],
      one['DestinationConfig'],
    ]);
    const reported = { OnFailure: { Destination: failures } };
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['wardkey-pilot-sweep', 0, 60, reported],
        ['wardkey-pilot-apply-registry', 0, 60, reported],
        ['wardkey-pilot-delivery', 2, 21_600, reported],
      ]),
    );
    expect(only('AWS::SQS::Queue')).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  });

  test('lets alarms reach the one who is told', () => {
    const [, publish] = (only('AWS::SNS::TopicPolicy')['PolicyDocument'] as { Statement: readonly object[] }).Statement;
    expect(publish).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:*' } },
    });
    expect(only('AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'email',
      Endpoint: 'clinical-engineering@example.org',
    });
  });
});

test('nothing of one deployment has the name of another', () => {
  const other = deploy({ environment: 'prod' });
  expect(JSON.stringify(other)).not.toContain('wardkey-pilot');
});

/** The preflight against a CLI that answers as AWS does; what the answers look like is from the CLI's own reference. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scratchDirectory } from '../support/stand-in.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE = process.execPath;

/** `words of the command` -> its answer, or the name of AWS's error. */
type Account = Readonly<Record<string, object | string>>;

const HEALTHY: Account = {
  'sts get-caller-identity': {
    UserId: 'AROAEXAMPLE:ada',
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/deployer/ada',
  },
  'ssm get-parameter': { Parameter: { Name: '/cdk-bootstrap/hnb659fds/version', Type: 'String', Value: '28' } },
  'cloudformation describe-stacks': 'ValidationError',
  'dynamodb describe-table': 'ResourceNotFoundException',
  'sesv2 get-account': {
    DedicatedIpAutoWarmupEnabled: true,
    EnforcementStatus: 'HEALTHY',
    ProductionAccessEnabled: true,
    SendQuota: { Max24HourSend: 50000, MaxSendRate: 14, SentLast24Hours: 12 },
    SendingEnabled: true,
  },
  'sesv2 get-email-identity': 'NotFoundException',
  'lambda get-account-settings': { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 } },
  'iam get-role': 'NoSuchEntity',
  'service-quotas list-service-quotas': {
    Quotas: [
      { ServiceCode: 'kms', QuotaName: 'Cryptographic operations (ECC) request rate', Value: 1000, Unit: 'None' },
      { ServiceCode: 'kms', QuotaName: 'Customer Master Keys (CMKs)', Value: 100000, Unit: 'None' },
    ],
  },
};

const SETTINGS = {
  environment: 'pilot',
  mail: { domain: 'access.st-marys.health', sender: 'no-reply' },
  alarmEmail: 'biomed@st-marys.health',
  hospitals: ['st-marys'],
};

let home: string;

beforeAll(() => {
  home = scratchDirectory();
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const script = `#!${NODE}
const { readFileSync } = require('node:fs');
const said = JSON.parse(readFileSync(process.env.ACCOUNT, 'utf8'))[process.argv.slice(2, 4).join(' ')];
if (typeof said === 'object') process.stdout.write(JSON.stringify(said));
else {
  process.stderr.write('An error occurred (' + said + ') when calling the X operation: not shown\\n');
  process.exitCode = 254;
}
`;
  writeFileSync(join(bin, 'aws'), script);
  chmodSync(join(bin, 'aws'), 0o755);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Result {
  readonly code: number | null;
  readonly lines: readonly string[];
}

function preflight(account: Account, settings: object = SETTINGS, more: Readonly<Record<string, string>> = {}): Result {
  const [accountFile, settingsFile] = [join(home, 'account.json'), join(home, 'cdk.json')];
  writeFileSync(accountFile, JSON.stringify(account));
  writeFileSync(settingsFile, JSON.stringify({ context: { wardkey: settings } }));
  const env = { PATH: join(home, 'bin'), ACCOUNT: accountFile, AWS_REGION: 'eu-central-1', ...more };
  const { status, stdout } = spawnSync(NODE, ['local/preflight.ts', '--settings', settingsFile], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  return { code: status, lines: stdout.trimEnd().split('\n') };
}

/** The one line that is not `ok`. */
const complaint = ({ code, lines }: Result) => [code, ...lines.filter((line) => !line.startsWith('ok'))];

describe('preflight', () => {
  test('says of a fit account what it found, a line a check, and exits 0', () => {
    expect(preflight(HEALTHY)).toEqual({
      code: 0,
      lines: [
        'ok    identity        account 111122223333, eu-central-1, as assumed-role/deployer/ada',
        'ok    settings        pilot: 1 hospitals, mail from access.st-marys.health, alarms to biomed@st-marys.health',
        'ok    certificate     no domain of its own: the API answers at the address AWS gives',
        'ok    bootstrap       version 28',
        'ok    tables          none yet',
        'ok    mail: account   49988 of 50000 mails left today, 14 a second',
        'ok    mail: identity  the deployment makes it; its DNS records are outputs of the stack',
        'ok    functions       1000 at once in this account and region',
        'ok    keys            1000 signatures a second, 100000 keys',
        'ok    keys: regions   the deployment makes their role: iam:CreateServiceLinkedRole for mrk.kms.amazonaws.com',
      ],
    });
  });

  test('knows an account that has multi-region keys', () => {
    const role = { Role: { RoleName: 'AWSServiceRoleForKeyManagementServiceMultiRegionKeys' } };
    expect(preflight({ ...HEALTHY, 'iam get-role': role }).lines.at(-1)).toBe(
      'ok    keys: regions   the role for multi-region keys stands',
    );
  });

  test.each<[string, Account, string]>([
    [
      'the sandbox of SES',
      {
        'sesv2 get-account': {
          EnforcementStatus: 'HEALTHY',
          ProductionAccessEnabled: false,
          SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
          SendingEnabled: true,
        },
      },
      'mind  mail: account   in the sandbox: mails reach verified addresses only; 200 of 200 mails left today, 1 a second',
    ],
    [
      'a paused SES',
      {
        'sesv2 get-account': {
          EnforcementStatus: 'SHUTDOWN',
          ProductionAccessEnabled: true,
          SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
          SendingEnabled: false,
        },
      },
      'mind  mail: account   SES does not send: SHUTDOWN',
    ],
    [
      'a new account’s concurrency',
      { 'lambda get-account-settings': { AccountLimit: { ConcurrentExecutions: 10 } } },
      'mind  functions       10 at once in this account and region: ask for more',
    ],
    [
      'the root user',
      { 'sts get-caller-identity': { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:root' } },
      'mind  identity        account 111122223333, eu-central-1, as the root user: use a role',
    ],
    [
      'a call that the deployer may not make',
      { 'sesv2 get-account': 'AccessDeniedException' },
      'mind  mail: account   could not be checked (AccessDeniedException)',
    ],
    [
      'quotas that allow too few signatures',
      {
        'service-quotas list-service-quotas': {
          Quotas: [{ QuotaName: 'Cryptographic operations (ECC) request rate', Value: 10 }],
        },
      },
      'mind  keys            10 signatures a second, unknown keys: too few for throttle.codes',
    ],
    [
      'an upgrade whose DNS records are missing',
      {
        'cloudformation describe-stacks': { Stacks: [{ StackName: 'WardkeyBroker-pilot' }] },
        'sesv2 get-email-identity': { VerifiedForSendingStatus: false, DkimAttributes: { Status: 'PENDING' } },
      },
      "mind  mail: identity  access.st-marys.health: DKIM PENDING; are the stack's DNS records in place?",
    ],
  ])('minds %s, exit 1', (_name, more, line) => {
    expect(complaint(preflight({ ...HEALTHY, ...more }))).toEqual([1, line]);
  });

  test.each<[string, Account, string]>([
    [
      'an account without the CDK',
      { 'ssm get-parameter': 'ParameterNotFound' },
      'STOP  bootstrap       not bootstrapped: npx cdk bootstrap',
    ],
    [
      'an old bootstrap',
      { 'ssm get-parameter': { Parameter: { Value: '4' } } },
      'STOP  bootstrap       version 4 is too old: npx cdk bootstrap',
    ],
    [
      'tables that an earlier stack left',
      { 'dynamodb describe-table': { Table: { TableName: 'wardkey-pilot-events' } } },
      'STOP  tables          tables of an earlier deployment stand: docs/deploy.md, "Removing"',
    ],
    [
      'an identity that is somebody else’s',
      { 'sesv2 get-email-identity': { VerifiedForSendingStatus: true, DkimAttributes: { Status: 'SUCCESS' } } },
      'STOP  mail: identity  access.st-marys.health is an identity of SES already',
    ],
  ])('stops at %s, exit 2', (_name, more, line) => {
    expect(complaint(preflight({ ...HEALTHY, ...more }))).toEqual([2, line]);
  });

  test('stops at a certificate of another region, or one that is not issued', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/a';
    const domain = { name: 'access.st-marys.health', certificateArn };
    const elsewhere = preflight(HEALTHY, { ...SETTINGS, domain });
    expect(complaint(elsewhere)).toEqual([2, 'STOP  certificate     the certificate is not of eu-central-1']);
    const pending = { ...HEALTHY, 'acm describe-certificate': { Certificate: { Status: 'PENDING_VALIDATION' } } };
    const here = preflight(pending, { ...SETTINGS, domain }, { AWS_REGION: 'us-east-1' });
    expect(complaint(here)).toEqual([2, 'STOP  certificate     the certificate is PENDING_VALIDATION']);
  });

  test('minds settings that nobody filled in', () => {
    const example = preflight(HEALTHY, { mail: { domain: 'wardkey.example.org' }, alarmEmail: 'a@b.example.org' });
    expect(complaint(example)).toEqual([
      1,
      'mind  settings        cdk.json still has wardkey.example.org and a@b.example.org',
    ]);
    const silent = preflight(HEALTHY, { mail: { domain: 'a.health' } });
    expect(complaint(silent)).toEqual([1, 'mind  settings        alarmEmail is not set: nobody hears of failures']);
  });

  test('stops at once without credentials, without a region and without the CLI', () => {
    const expired = preflight({ 'sts get-caller-identity': 'ExpiredToken' });
    expect(expired.code).toBe(2);
    expect(expired.lines).toEqual([
      'STOP  identity        no credentials that AWS takes (ExpiredToken): aws configure, or AWS_PROFILE',
    ]);
    expect(preflight(HEALTHY, SETTINGS, { AWS_REGION: '' }).code).toBe(2);
    expect(preflight(HEALTHY, SETTINGS, { PATH: home }).lines).toEqual([
      'STOP  identity        the AWS CLI is not installed, or not on the PATH',
    ]);
  });

  test('says nothing of what AWS said in words', () => {
    expect(preflight({ ...HEALTHY, 'sesv2 get-account': 'AccessDeniedException' }).lines.join('\n')).not.toContain(
      'not shown',
    );
  });
});

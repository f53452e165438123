/**
 * What can be known of an account before a deployment, one check a row. Two sorts of no: `stop`, the deployment would
 * fail; `mind`, it would go through and then not do what a hospital expects of it.
 */
import { type Ask, NO_CLI, type Said } from './aws.ts';

/** The part of cdk.json's `wardkey` that the account has a say in; its form is `npm run synth`'s business. */
export interface Planned {
  readonly environment: string;
  readonly mailDomain: string;
  readonly alarmEmail: string | undefined;
  readonly certificateArn: string | undefined;
  readonly hospitals: number;
  /** Calls a second to routes that take a code. */
  readonly codesRate: number;
}

export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'mind' | 'stop';
  readonly says: string;
}

export interface Situation {
  readonly ask: Ask;
  readonly region: string;
  readonly planned: Planned;
}

type Judged = readonly [level: Finding['level'], says: string];
type Check = (situation: Situation) => Judged;

/** In the order in which they are printed. */
const CHECKS: readonly (readonly [string, Check])[] = Object.freeze([
  ['settings', settings],
  ['certificate', certificate],
  ['bootstrap', bootstrap],
  ['tables', tables],
  ['mail: account', mailAccount],
  ['mail: identity', mailIdentity],
  ['functions', functions],
  ['keys', keys],
  ['keys: regions', multiRegionKeys],
] as const);

export function findings(situation: Situation): readonly Finding[] {
  return CHECKS.map(([check, judge]) => {
    const [level, says] = judge(situation);
    return { check, level, says };
  });
}

/** Who would deploy, and where; without this nothing else can be asked. */
export function identity(
  ask: Ask,
  region: string | undefined,
): { readonly finding: Finding; readonly mayGoOn: boolean } {
  const found = judgeIdentity(ask('sts', 'get-caller-identity'), region);
  return { finding: { check: 'identity', level: found[0], says: found[1] }, mayGoOn: found[0] !== 'stop' };
}

function judgeIdentity(said: Said, region: string | undefined): Judged {
  if ('error' in said && said.error === NO_CLI) return ['stop', 'the AWS CLI is not installed, or not on the PATH'];
  if ('error' in said) return ['stop', `no credentials that AWS takes (${said.error}): aws configure, or AWS_PROFILE`];
  if (region === undefined) return ['stop', 'no region: set AWS_REGION'];
  const { Account, Arn } = said.answer as { readonly Account: string; readonly Arn: string };
  if (Arn.endsWith(':root')) return ['mind', `account ${Account}, ${region}, as the root user: use a role`];
  return ['ok', `account ${Account}, ${region}, as ${Arn.split(':').at(-1)}`];
}

function settings({ planned }: Situation): Judged {
  const { environment, mailDomain, alarmEmail, hospitals } = planned;
  const examples = [mailDomain, alarmEmail ?? ''].filter((one) => /(^|[@.])example\.(org|com|net)$/.test(one));
  if (examples.length > 0) return ['mind', `cdk.json still has ${examples.join(' and ')}`];
  if (alarmEmail === undefined) return ['mind', 'alarmEmail is not set: nobody hears of failures'];
  return ['ok', `${environment}: ${hospitals} hospitals, mail from ${mailDomain}, alarms to ${alarmEmail}`];
}

function certificate({ planned, region, ask }: Situation): Judged {
  const { certificateArn } = planned;
  if (certificateArn === undefined) return ['ok', 'no domain of its own: the API answers at the address AWS gives'];
  if (certificateArn.split(':')[3] !== region) return ['stop', `the certificate is not of ${region}`];
  const said = ask('acm', 'describe-certificate', '--certificate-arn', certificateArn);
  if ('error' in said) return notKnown(said, ['ResourceNotFoundException'], 'the certificate does not exist');
  const { Status } = (said.answer as { readonly Certificate: { readonly Status: string } }).Certificate;
  return Status === 'ISSUED' ? ['ok', 'the certificate is issued'] : ['stop', `the certificate is ${Status}`];
}

/** What the CDK's default synthesizer asks for. */
const BOOTSTRAP_VERSION = 6;

function bootstrap({ ask }: Situation): Judged {
  const said = ask('ssm', 'get-parameter', '--name', '/cdk-bootstrap/hnb659fds/version');
  if ('error' in said) return notKnown(said, ['ParameterNotFound'], 'not bootstrapped: npx cdk bootstrap');
  const version = Number((said.answer as { readonly Parameter: { readonly Value: string } }).Parameter.Value);
  if (version >= BOOTSTRAP_VERSION) return ['ok', `version ${version}`];
  return ['stop', `version ${version} is too old: npx cdk bootstrap`];
}

/** Tables outlive their stack, and CloudFormation does not take over what it finds. */
function tables({ ask, planned: { environment } }: Situation): Judged {
  if (hasStack(ask, `WardkeyState-${environment}`)) return ['ok', 'this is an upgrade: the tables are the stack’s own'];
  const said = ask('dynamodb', 'describe-table', '--table-name', `wardkey-${environment}-events`);
  if ('answer' in said) return ['stop', 'tables of an earlier deployment stand: docs/deploy.md, "Removing"'];
  return notKnown(said, ['ResourceNotFoundException'], 'none yet', 'ok');
}

function mailAccount({ ask }: Situation): Judged {
  const said = ask('sesv2', 'get-account');
  if ('error' in said) return notKnown(said, [], '');
  const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus, SendQuota } = said.answer as SesAccount;
  if (!SendingEnabled || EnforcementStatus !== 'HEALTHY') return ['mind', `SES does not send: ${EnforcementStatus}`];
  const left = SendQuota.Max24HourSend - SendQuota.SentLast24Hours;
  const quota = `${left} of ${SendQuota.Max24HourSend} mails left today, ${SendQuota.MaxSendRate} a second`;
  if (!ProductionAccessEnabled) return ['mind', `in the sandbox: mails reach verified addresses only; ${quota}`];
  return left < MAILS_A_DAY ? ['mind', quota] : ['ok', quota];
}

/** A small hospital's: below it a busy day leaves approvers unasked. */
const MAILS_A_DAY = 500;

interface SesAccount {
  readonly ProductionAccessEnabled: boolean;
  readonly SendingEnabled: boolean;
  readonly EnforcementStatus: string;
  readonly SendQuota: {
    readonly Max24HourSend: number;
    readonly MaxSendRate: number;
    readonly SentLast24Hours: number;
  };
}

function mailIdentity({ ask, planned: { environment, mailDomain } }: Situation): Judged {
  const said = ask('sesv2', 'get-email-identity', '--email-identity', mailDomain);
  if ('error' in said) {
    return notKnown(
      said,
      ['NotFoundException'],
      'the deployment makes it; its DNS records are outputs of the stack',
      'ok',
    );
  }
  if (!hasStack(ask, `WardkeyBroker-${environment}`)) return ['stop', `${mailDomain} is an identity of SES already`];
  const { VerifiedForSendingStatus, DkimAttributes } = said.answer as SesIdentity;
  if (VerifiedForSendingStatus && DkimAttributes?.Status === 'SUCCESS')
    return ['ok', `${mailDomain} is verified, with DKIM`];
  return ['mind', `${mailDomain}: DKIM ${DkimAttributes?.Status ?? 'absent'}; are the stack's DNS records in place?`];
}

interface SesIdentity {
  readonly VerifiedForSendingStatus: boolean;
  readonly DkimAttributes?: { readonly Status: string };
}

/** AWS gives a new account ten. */
const CONCURRENCY = 50;

function functions({ ask }: Situation): Judged {
  const said = ask('lambda', 'get-account-settings');
  if ('error' in said) return notKnown(said, [], '');
  const { ConcurrentExecutions } = (said.answer as { readonly AccountLimit: { readonly ConcurrentExecutions: number } })
    .AccountLimit;
  const says = `${ConcurrentExecutions} at once in this account and region`;
  return ConcurrentExecutions < CONCURRENCY ? ['mind', `${says}: ask for more`] : ['ok', says];
}

function keys({ ask, planned }: Situation): Judged {
  const said = ask('service-quotas', 'list-service-quotas', '--service-code', 'kms');
  if ('error' in said) return notKnown(said, [], '');
  const { Quotas } = said.answer as {
    readonly Quotas: readonly { readonly QuotaName: string; readonly Value: number }[];
  };
  const quota = (name: RegExp) => Quotas.find(({ QuotaName }) => name.test(QuotaName))?.Value;
  const [signatures, held] = [quota(/\(ECC\) request rate/), quota(/^(AWS KMS keys|Customer Master Keys)/)];
  const says = `${signatures ?? 'unknown'} signatures a second, ${held ?? 'unknown'} keys`;
  if (signatures === undefined || signatures < 2 * planned.codesRate)
    return ['mind', `${says}: too few for throttle.codes`];
  // Two token keys a hospital, and the one that seals codes.
  return held !== undefined && held < 2 * planned.hospitals + 1 ? ['stop', says] : ['ok', says];
}

/** KMS makes this role itself with an account's first multi-region key, if whoever makes the key may have roles made. */
function multiRegionKeys({ ask }: Situation): Judged {
  const said = ask('iam', 'get-role', '--role-name', 'AWSServiceRoleForKeyManagementServiceMultiRegionKeys');
  if ('answer' in said) return ['ok', 'the role for multi-region keys stands'];
  return notKnown(
    said,
    ['NoSuchEntity'],
    'the deployment makes their role: iam:CreateServiceLinkedRole for mrk.kms.amazonaws.com',
    'ok',
  );
}

function hasStack(ask: Ask, name: string): boolean {
  return 'answer' in ask('cloudformation', 'describe-stacks', '--stack-name', name);
}

/** An error that means "not there" is an answer; any other leaves the check open. */
function notKnown(
  { error }: { readonly error: string },
  absent: readonly string[],
  says: string,
  level: Finding['level'] = 'stop',
): Judged {
  return absent.includes(error) ? [level, says] : ['mind', `could not be checked (${error})`];
}

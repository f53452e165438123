/**
 * Behind an invitation's link: `GET /invitations/{ticket}` for whoever has the mail, which leads to the inviting organisation's
 * issuer; then, signed in, the page whose form takes it up. Looking changes nothing, so that scanners of mail take up nothing.
 */
import { momentIn } from '../../core/access/words.ts';
import { EmptyForm } from '../../core/page-contract.ts';
import type { Identity, Ports } from '../../core/ports.ts';
import { redeemInvitation } from '../../core/verbs/redeem-invitation.ts';
import { openInvitation, showInvitation } from '../../core/verbs/show-invitation.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { invitationLinkPage, invitationPage } from '../../web/invitation-page.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { nonceField, type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { rolesIn } from './registry-console.ts';
import { errorFor } from './registry-forms.ts';

const onProblem = problemAsPage;

export function invitationReads(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /invitations/{ticket}': endpoint({ handle: (call) => showLink(ports, call), onProblem }),
    'GET /invitations/{ticket}/accept': endpoint({
      handle: ({ who, params, now }) => invitationAnswer(ports, who, params['ticket'] ?? '', now),
      onProblem,
    }),
  };
}

export function invitationForms(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'POST /invitations/{ticket}/accept': endpoint({
      body: EmptyForm,
      handle: (call) => takeUp(ports, call),
      onProblem,
    }),
  };
}

async function showLink(ports: Pick<Ports, 'store'>, { params, now }: Call) {
  const { ticket = '' } = params;
  const { organisation, until, zone } = yes(await openInvitation(ports, ticket, now));
  const query = new URLSearchParams({ organisation: organisation.id, to: `/invitations/${ticket}/accept` });
  return shown(200, (nonce) =>
    invitationLinkPage({
      nonce,
      organisation: organisation.name,
      until: momentIn(zone, until),
      signIn: `/sign-in?${query}`,
    }),
  );
}

async function invitationAnswer(
  ports: PagePorts,
  who: Identity,
  ticket: string,
  now: number,
  status = 200,
  errors: readonly FieldError[] = [],
) {
  const [viewer, read, hidden] = await Promise.all([
    viewerFor(ports, who),
    showInvitation(ports, who, ticket, now),
    nonceField(ports, who, 'accept-invitation'),
  ]);
  const { organisation, printedName, roles, entitlements, operator, until, zone } = yes(read);
  const held = rolesIn([...roles, ...(operator ? (['operator_admin'] as const) : [])], entitlements);
  return shown(status, (nonce) =>
    invitationPage({
      nonce,
      viewer,
      organisation: organisation.name,
      printedName,
      roles: held,
      until: momentIn(zone, until),
      action: `/invitations/${ticket}/accept`,
      hidden,
      errors,
    }),
  );
}

async function takeUp(ports: PagePorts, { who, params, now }: Call) {
  const { ticket = '' } = params;
  const decision = await redeemInvitation(ports, who, ticket, now);
  if (decision.ok) return seeOther('/');
  return invitationAnswer(ports, who, ticket, now, statusOf(decision.code), [errorFor(decision.code)]);
}

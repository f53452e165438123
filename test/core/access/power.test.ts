/** What somebody is offered on the page before he sends anything: never more than decideAccess would take from him. */
import { describe, expect, test } from '@jest/globals';
import { type Deciding, decideAccess, type Power, powerOver } from '../../../core/access/decide.ts';
import { NOW, personOf, technician } from '../rows.ts';
import { DECIDE_ROWS, deciding, given, software, softwareByHtm } from './decide-rows.ts';

const power = (one: Deciding): Power => powerOver({ ...one, technician: one.person });

describe('powerOver', () => {
  test.each<[string, Deciding, Power]>([
    ['an approver has his role', deciding('p_htm'), { roles: ['htm_approver'], mayDeny: true }],
    [
      'who holds two roles chooses',
      deciding('p_both', { request: software }),
      { roles: ['htm_approver', 'security_approver'], mayDeny: true },
    ],
    [
      'after another in the same role the other one is left',
      deciding('p_both', { request: softwareByHtm }),
      { roles: ['security_approver'], mayDeny: true },
    ],
    [
      'whose only role was used may still say no',
      deciding('p_htm_two', { request: softwareByHtm }),
      { roles: [], barred: 'role_already_used', mayDeny: true },
    ],
    [
      'who has approved may still say no',
      deciding('p_both', { request: { ...software, approvals: [given('p_both', 'htm_approver')] } }),
      { roles: ['security_approver'], barred: 'already_approved_by_you', mayDeny: true },
    ],
    ['an auditor has none', deciding('p_auditor'), { roles: [], barred: 'role_not_entitled', mayDeny: false }],
    ['a stranger has none', deciding('p_stranger'), { roles: [], barred: 'role_not_entitled', mayDeny: false }],
    [
      'who is linked to the technician has none (R4)',
      deciding('p_htm', { person: { ...technician, linked: ['p_htm'] } }),
      { roles: ['htm_approver'], barred: 'approver_is_linked', mayDeny: false },
    ],
    [
      'who is suspended has none',
      deciding(personOf('p_htm', 'hdo-north', { status: 'suspended' })),
      { roles: ['htm_approver'], barred: 'approver_suspended', mayDeny: false },
    ],
  ])('%s', (_name, one, expected) => {
    expect(power(one)).toEqual(expected);
  });

  /** Refusals that are about who decides, and not about what he sends or about the technician's side. */
  const ABOUT_HIM = /^approver_|^role_not_entitled$|^role_already_used$|^already_approved_by_you$/;
  const rows = DECIDE_ROWS.filter(([, code, , input]) => ABOUT_HIM.test(code) && input.role === undefined);

  test.each(rows)('offers nothing to %s', (_name, _code, one, input) => {
    expect(decideAccess(one, input, NOW).ok).toBe(false);
    expect(input.decision === 'approve' ? power(one).barred : !power(one).mayDeny).toBeTruthy();
  });
});

/** Generated rules of policies. */
import fc from 'fast-check';
import { APPROVER_ROLES } from '../../../core/access/demand.ts';
import type { Requirement } from '../../../core/policy/requirement.ts';

const RULE = {
  approvals: fc.integer({ min: 1, max: 5 }),
  differentRoles: fc.boolean(),
  mustInclude: fc.subarray([...APPROVER_ROLES], { maxLength: 3 }),
  startWithin: fc.constantFrom(60, 300, 900),
  holdCap: fc.constantFrom(600, 3_600, 14_400),
  clinicalRelease: fc.boolean(),
  closed: fc.boolean(),
};

export const requirements: fc.Arbitrary<Requirement> = fc.record({
  ...RULE,
  mustInclude: fc.subarray([...APPROVER_ROLES], { maxLength: 1 }),
  controlsAttested: fc.boolean(),
  agreement: fc.boolean(),
  riskAcceptance: fc.boolean(),
});

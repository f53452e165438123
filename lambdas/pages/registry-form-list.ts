/** Every change of the registry that has a form: verb -> its page. A verb that is not here has none. */
import { DEVICE_FORMS } from './device-forms.ts';
import { HOSPITAL_FORMS } from './hospital-forms.ts';
import { ORGANISATION_FORMS } from './organisation-forms.ts';
import { PEOPLE_FORMS } from './people-forms.ts';
import type { RegistryForms } from './registry-forms.ts';
import { SLACK_FORMS } from './slack-forms.ts';

export const REGISTRY_FORMS: RegistryForms = Object.freeze({
  ...PEOPLE_FORMS,
  ...HOSPITAL_FORMS,
  ...ORGANISATION_FORMS,
  ...DEVICE_FORMS,
  ...SLACK_FORMS,
});

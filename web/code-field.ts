/** The field for the one-time code that every act takes (R10): the same words and the same keyboard on every form. */
import { input } from './components/input.ts';
import { controlFor, type FieldError } from './form-errors.ts';
import type { Html } from './html.ts';

export const CODE_FIELD = 'code';

export function codeField(errors: readonly FieldError[]): Html {
  return input({
    ...controlFor<string>(CODE_FIELD, errors),
    label: { says: 'One-time code', classes: 'govuk-label--s' },
    hint: 'Six digits from your authenticator app. We never ask for it by phone.',
    classes: 'wk-code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    spellcheck: false,
  });
}

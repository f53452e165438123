/** What a page says with weight: tag, panel, warning, inset, notification banner, details. */
import { type Html, html, type Value } from '../html.ts';
import { classList } from './attributes.ts';

export interface Tag {
  readonly says: Value;
  /** `govuk-tag--green` and its sisters. */
  readonly classes?: string | undefined;
}

export function tag({ says, classes }: Tag): Html {
  return html`<strong class="${classList('govuk-tag', classes)}">\n${says}\n</strong>`;
}

export interface Panel {
  readonly title: Value;
  readonly says?: Value;
  readonly headingLevel?: 1 | 2 | 3 | undefined;
  readonly classes?: string | undefined;
}

/** A state that has been reached, as the heading of its page. */
export function panel({ title, says, headingLevel = 1, classes }: Panel): Html {
  return html`<div class="${classList('govuk-panel govuk-panel--confirmation', classes)}">
${heading(headingLevel, 'govuk-panel__title', title)}
${says && html`<div class="govuk-panel__body">\n${says}\n</div>`}
</div>`;
}

type Level = 1 | 2 | 3 | 4;

/** Tag names stand in templates only, so that no value can become one. */
const HEADINGS: Readonly<Record<Level, (attributes: Html, says: Value) => Html>> = Object.freeze({
  1: (attributes, says) => html`<h1${attributes}>\n${says}\n</h1>`,
  2: (attributes, says) => html`<h2${attributes}>\n${says}\n</h2>`,
  3: (attributes, says) => html`<h3${attributes}>\n${says}\n</h3>`,
  4: (attributes, says) => html`<h4${attributes}>\n${says}\n</h4>`,
});

function heading(level: Level, classes: string, says: Value, id?: string): Html {
  return HEADINGS[level](html` class="${classes}"${id && html` id="${id}"`}`, says);
}

export function warningText(says: Value, classes?: string): Html {
  return html`<div class="${classList('govuk-warning-text', classes)}">
<span class="govuk-warning-text__icon" aria-hidden="true">!</span>
<strong class="govuk-warning-text__text">
<span class="govuk-visually-hidden">Warning</span>
${says}
</strong>
</div>`;
}

export function insetText(says: Value, classes?: string): Html {
  return html`<div class="${classList('govuk-inset-text', classes)}">\n${says}\n</div>`;
}

export interface Details {
  readonly summary: Value;
  readonly says: Value;
  readonly open?: boolean | undefined;
  readonly id?: string | undefined;
}

export function details({ summary, says, open, id }: Details): Html {
  return html`<details${id && html` id="${id}"`} class="govuk-details"${open && html` open`}>
<summary class="govuk-details__summary">
<span class="govuk-details__summary-text">
${summary}
</span>
</summary>
<div class="govuk-details__text">
${says}
</div>
</details>`;
}

export interface NotificationBanner {
  readonly title?: string | undefined;
  readonly titleId?: string | undefined;
  readonly titleHeadingLevel?: Level | undefined;
  readonly role?: string | undefined;
  /** Text stands as the banner's own heading; a fragment stands as it is. */
  readonly says: string | Html;
  readonly classes?: string | undefined;
}

export function notificationBanner({ title = 'Important', role = 'region', says, ...more }: NotificationBanner): Html {
  const id = more.titleId ?? 'govuk-notification-banner-title';
  const content = typeof says === 'string' ? html`<p class="govuk-notification-banner__heading">\n${says}\n</p>` : says;
  return html`<div class="${classList('govuk-notification-banner', more.classes)}" role="${role}" aria-labelledby="${id}" data-module="govuk-notification-banner">
<div class="govuk-notification-banner__header">
${heading(more.titleHeadingLevel ?? 2, 'govuk-notification-banner__title', title, id)}
</div>
<div class="govuk-notification-banner__content">
${content}
</div>
</div>`;
}

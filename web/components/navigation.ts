/** Ways through the pages: back, where one is, past the header, and along a list. */
import { type Html, html, type Value } from '../html.ts';
import { classList } from './attributes.ts';

export interface Link {
  readonly href: string;
  readonly says: Value;
}

export function backLink({ href, says }: Link): Html {
  return html`<a href="${href}" class="govuk-back-link">${says}</a>`;
}

export function skipLink({ href, says }: Link): Html {
  return html`<a href="${href}" class="govuk-skip-link" data-module="govuk-skip-link">${says}</a>`;
}

/** Without `href` it is the page that is shown. */
export function breadcrumbs(items: readonly { readonly says: Value; readonly href?: string | undefined }[]): Html {
  const shown = items.map(({ says, href }) =>
    href
      ? html`<li class="govuk-breadcrumbs__list-item">\n<a class="govuk-breadcrumbs__link" href="${href}">${says}</a>\n</li>\n`
      : html`<li class="govuk-breadcrumbs__list-item" aria-current="page">${says}</li>\n`,
  );
  return html`<nav class="govuk-breadcrumbs" aria-label="Breadcrumb">
<ol class="govuk-breadcrumbs__list">
${shown}</ol>
</nav>`;
}

export interface Pagination {
  readonly previous?: PageLink | undefined;
  readonly next?: PageLink | undefined;
  readonly landmark?: string | undefined;
}

/** Lists go on by a cursor: there are a previous and a next page, and no numbers. */
interface PageLink {
  readonly href: string;
  readonly says?: Value;
  /** What is there, under the link. */
  readonly label?: Value;
}

export function pagination({ previous, next, landmark = 'Pagination' }: Pagination): Html {
  return html`<nav class="${classList('govuk-pagination', (previous ?? next) && 'govuk-pagination--block')}" aria-label="${landmark}">
${previous && pageLink('prev', previous)}${next && pageLink('next', next)}</nav>`;
}

const ARROWS = Object.freeze({
  prev: html`<svg class="govuk-pagination__icon govuk-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13">
<path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"></path>
</svg>`,
  next: html`<svg class="govuk-pagination__icon govuk-pagination__icon--next" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13">
<path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"></path>
</svg>`,
});
const WORDS = Object.freeze({ prev: 'Previous', next: 'Next' });

function pageLink(way: 'prev' | 'next', { href, says, label }: PageLink): Html {
  const title = says ?? html`${WORDS[way]}<span class="govuk-visually-hidden"> page</span>`;
  return html`<div class="govuk-pagination__${way}">
<a class="govuk-link govuk-pagination__link" href="${href}" rel="${way}">
${ARROWS[way]}
<span class="${classList('govuk-pagination__link-title', !label && 'govuk-pagination__link-title--decorated')}">
${title}
</span>
${label && html`<span class="govuk-visually-hidden">:</span>\n<span class="govuk-pagination__link-label">${label}</span>`}
</a>
</div>`;
}

/**
 * The frame of every page: one document without foreign resource, readable at 320 px, by keyboard, in light and dark and on
 * paper. Its one style carries the nonce that the Content-Security-Policy names, and so does the one script (web/live/) where
 * something on the page runs on: a page that others move, or a time. Nothing depends on it.
 */
import { skipLink } from './components/navigation.ts';
import { type Html, html } from './html.ts';
import { SCRIPT } from './live-script.ts';
import { styleFor } from './look/style-for.ts';

/** A line of the menu, and of the start page, which also says what it is about. */
export interface Place {
  readonly href: string;
  readonly says: string;
  readonly about?: string | undefined;
  /** The word under which it is folded, so that a menu of many lines leaves a telephone its screen. */
  readonly under?: string | undefined;
}

/** For whom a page of the signed in is. */
export interface Viewer {
  readonly organisation: string;
  readonly person: string;
  /** Where Wardkey's name leads. */
  readonly home: string;
  /** The menu; absent where there is none. */
  readonly places?: readonly Place[] | undefined;
  /** Where the sign-out form is posted, and its hidden fields. */
  readonly signOut: { readonly action: string; readonly fields?: Html | undefined };
}

export interface Frame {
  /** Of the Content-Security-Policy of this one answer. */
  readonly nonce: string;
  /** What the page is, the same words as its first heading; "Error: " before it after a refused form. */
  readonly title: string;
  /** Absent where nobody is signed in. */
  readonly viewer?: Viewer | undefined;
  /** Back link or breadcrumbs. */
  readonly before?: Html | undefined;
  /** Tables of a console: as wide as the window is. */
  readonly isWide?: boolean | undefined;
  /** What the page says comes before the menu: for a telephone whose first screen has to hold all of it. */
  readonly isBrief?: boolean | undefined;
  /**
   * The page is brought up to date by itself: for what others move on while somebody watches. One with a field to fill in is not
   * loaded anew without JavaScript, which would empty the field.
   */
  readonly live?: { readonly everySeconds: number } | undefined;
}

/** A whole document, doctype included. */
export function documentFor({ nonce, title, viewer, before, isWide, isBrief, live }: Frame, main: Html): string {
  const places = viewer?.places && menu(viewer.places);
  const body = html`${skipLink({ href: '#main', says: 'Skip to main content' })}
<header>
${bar(viewer, isBrief)}
${!isBrief && places}
${before && html`<div class="govuk-width-container">${before}</div>`}
</header>
<div class="govuk-width-container">
${live && html`<p id="live" class="govuk-body wk-small" role="status"></p>`}
<main id="main" class="govuk-main-wrapper${isWide && ' wk-wide'}">
${main}
</main>
</div>
${isBrief && places}
<footer class="wk-footer">
<div class="govuk-width-container">Wardkey asks for your code on its own pages and, in Slack, in the dialog that opens from a card’s button. Never give it by phone, by mail or in a message.</div>
</footer>`;
  return html`<!doctype html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
${live && !FIELD.test(main.toString()) && html`<noscript><meta http-equiv="refresh" content="${live.everySeconds}"></noscript>`}
<title>${title}${viewer && ` - ${viewer.organisation}`} - Wardkey</title>
${styleFor(body, nonce)}
</head>
<body class="govuk-template__body">
${body}
${scriptFor(body, nonce, live)}
</body>
</html>
`.toString();
}

/** Where time runs down, or the page is fetched anew every some seconds; nowhere else. */
function scriptFor(body: Html, nonce: string, live: Frame['live']): Html | undefined {
  if (live) return html`<script nonce="${nonce}" data-every="${live.everySeconds}">${SCRIPT}</script>`;
  return COUNTS.test(body.toString()) ? html`<script nonce="${nonce}">${SCRIPT}</script>` : undefined;
}

/** A control that somebody fills in; hidden fields begin with their type. */
const FIELD = /<(?:input class=|textarea|select)/;

/** Only the component makes it: in a person's text the quotes are escaped. */
const COUNTS = /<span class="wk-countdown"/;

function bar(viewer: Viewer | undefined, isBrief: boolean | undefined): Html {
  const name = viewer
    ? html`<a class="wk-name" href="${viewer.home}">Wardkey</a>`
    : html`<span class="wk-name">Wardkey</span>`;
  return html`<div class="wk-header">
<div class="govuk-width-container">
${name}
${viewer && signedIn(viewer, isBrief)}
</div>
</div>`;
}

function menu(places: readonly Place[]): Html {
  const words = [...new Set(places.flatMap(({ under }) => under ?? []))];
  return html`<nav class="wk-menu" aria-label="Menu"><div class="govuk-width-container">${links(places.filter(({ under }) => under === undefined))}
${words.map((word) => folded(word, places))}</div></nav>`;
}

function folded(word: string, places: readonly Place[]): Html {
  return html`<details><summary class="govuk-link">${word}</summary>${links(places.filter(({ under }) => under === word))}</details>\n`;
}

function links(places: readonly Place[]): Html {
  const items = places.map(({ href, says }) => html`<li><a class="govuk-link" href="${href}">${says}</a></li>\n`);
  return html`<ul>\n${items}</ul>`;
}

/** A brief page says itself where it is. */
function signedIn({ organisation, person, signOut }: Viewer, isBrief: boolean | undefined): Html {
  return html`${!isBrief && html`<span>${organisation}</span>\n`}<span class="wk-who">${person}</span>
<form method="post" action="${signOut.action}">${signOut.fields}${signOutButton}</form>`;
}

const signOutButton = html`<button type="submit" class="wk-plain">Sign out</button>`;

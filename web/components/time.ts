/** A moment for people and for programs: words in the hospital's zone, the attribute in UTC; the viewer's zone if different. */
import { type Html, html } from '../html.ts';

/** @param at seconds since 1970; `words` say it in the hospital's zone, with the zone's abbreviation */
export function moment(at: number, words: string): Html {
  return html`<time datetime="${new Date(at * 1000).toISOString()}">${words}</time>`;
}

/** The viewer's own zone as a second line. */
export function momentInBothZones(at: number, hospital: string, viewer: string | undefined): Html {
  if (viewer === undefined || viewer === hospital) return moment(at, hospital);
  return html`${moment(at, hospital)}<br><span class="wk-small">${viewer} where you are</span>`;
}

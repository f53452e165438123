/**
 * Where a sign-in may lead back to: a path of our own and nothing else, or a link to us would be a link to anywhere (open
 * redirect). Everything that browsers read as another host is left out: `//`, `\`, controls, a scheme.
 */

const LOCAL = /^(\/(?!\/)[A-Za-z0-9._~!$&'()*+,;=:@%-]*)+(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?$/;
const MAX_CHARACTERS = 512;

/** `to` if it is a local path, else the start page. */
export function localPath(to: string | undefined): string {
  return to !== undefined && to.length <= MAX_CHARACTERS && LOCAL.test(to) ? to : '/';
}

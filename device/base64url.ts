/**
 * Canonical base64url without padding (RFC 4648 section 5, RFC 7515 section 2). One byte string has one spelling:
 * a second spelling of the same bytes would be a second token to anything that compares text.
 */

/** Decodes `text`, or answers undefined unless encoding the result gives `text` again. */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** Encodes bytes in the only spelling that decodeBase64url accepts. */
export function encodeBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
}

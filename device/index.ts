/** What firmware uses of this room. Everything else is inside. */
export type { Input } from './binding.ts';
export { challengeQr } from './challenge.ts';
export * from './claims.ts';
export { applyDocument, parseEnvelope } from './documents.ts';
export { Rejected, screenClassFor } from './rejected.ts';
export type { Challenge, DeviceState } from './rules.ts';
export {
  attemptToken,
  bootDevice,
  type Device,
  endSession,
  makeChallenge,
  maySessionGoOn,
  presentToken,
  receiveDocument,
  type Session,
  type StoredDocument,
  shutDown,
} from './session.ts';
export { type Durable, firstRecord, memoryStore, type Store, type TokenRecord } from './store.ts';
export { fileStore, type Step } from './store-file.ts';
export { type Moment, type Pinned, pinnedTrust, type Trust } from './trust.ts';
export { parseTrustFile, type TrustFile } from './trust-file.ts';
export { verifyToken } from './verify.ts';

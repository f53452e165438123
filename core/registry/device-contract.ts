/** What changes of devices are sent as. */
import * as z from 'zod/mini';
import { RECORDED_STAGES } from '../registry.ts';
import { ALIAS } from './cells.ts';
import { at, place, type Sent, text, withCode } from './contract-parts.ts';
import { parseUdi } from './udi.ts';

/** A device of the hospital: its id, sticker code, tag or CMMS id, as where access is asked for. */
const device = z.string().check(z.regex(/^[A-Za-z0-9./_:%-]{3,105}$/));
const alias = z.string().check(z.regex(ALIAS));
const udi = z.string().check(z.maxLength(256), (read) => {
  const parsed = parseUdi(read.value.trim());
  if ('fault' in parsed) read.issues.push({ code: 'custom', message: parsed.fault, input: read.value });
});
const stage = z.enum(RECORDED_STAGES);
/** First second of a date from which on, or after the last day until which; 0 = none. */
const DATES = {
  endOfLife: z.optional(at),
  endOfSupport: z.optional(at),
  endOfGuaranteedSupport: z.optional(at),
  agreementUntil: z.optional(at),
  riskAcceptedUntil: z.optional(at),
};

export const RegisterDeviceBody = withCode({
  udi,
  tag: alias,
  cmms: z.optional(alias),
  site: place,
  unit: place,
  stage: z.optional(stage),
  ...DATES,
});
export type RegisterDevice = Sent<typeof RegisterDeviceBody>;

/** `cmms` '' takes it away. */
export const ChangeDeviceBody = withCode({
  device,
  site: z.optional(place),
  unit: z.optional(place),
  tag: z.optional(alias),
  cmms: z.optional(z.union([alias, z.literal('')])),
  stage: z.optional(stage),
  ...DATES,
});
export type ChangeDevice = Sent<typeof ChangeDeviceBody>;

export const ReportDeviceBody = withCode({
  device,
  status: z.enum(['lost', 'suspended', 'retired']),
  reason: text(200),
});
export type ReportDevice = Sent<typeof ReportDeviceBody>;

export const DeviceBody = withCode({ device });
export type OneDevice = Sent<typeof DeviceBody>;

export const TransferDeviceBody = withCode({ device, reason: text(200) });
export type TransferDevice = Sent<typeof TransferDeviceBody>;

/** The whole file as text: the digest that the second person confirms is of it. */
export const ImportDevicesBody = withCode({ csv: z.string().check(z.maxLength(2_097_152)) });
export type ImportDevicesBody = z.infer<typeof ImportDevicesBody>;

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UDI_FAULTS, type UdiFaultCode } from '../../../core/registry/gs1.ts';
import { deviceIdFor, parseUdi } from '../../../core/registry/udi.ts';
import { PATTERNS } from '../../../device/claims.ts';

const GTIN = '09521000001022';
const GS = '\u001d';
const VENTILATOR = { gtin: GTIN, serial: '001234' };
const LINK = 'https://id.example/01/09521000001022';

describe('parseUdi reads', () => {
  test.each<[string, string, object]>([
    ['a scan without separators, serial last', `01${GTIN}21001234`, VENTILATOR],
    ['GS1 DataMatrix', `]d201${GTIN}21001234`, VENTILATOR],
    ['GS1-128', `]C101${GTIN}21001234`, VENTILATOR],
    ['GS1 QR', `]Q301${GTIN}21001234`, VENTILATOR],
    ['a leading FNC1', `]d2${GS}01${GTIN}21001234`, VENTILATOR],
    ['a separator behind everything', `01${GTIN}${GS}21001234${GS}`, VENTILATOR],
    ['the serial before the GTIN', `21001234${GS}01${GTIN}`, VENTILATOR],
    [
      'everything a label has',
      `01${GTIN}112601151727123110LOT-7${GS}21001234`,
      { ...VENTILATOR, lot: 'LOT-7', made: '2026-01-15', expires: '2027-12-31' },
    ],
    ['a lot behind the serial', `01${GTIN}21001234${GS}10LOT-7`, { ...VENTILATOR, lot: 'LOT-7' }],
    [
      'a date without a day as the end of its month',
      `01${GTIN}1728020021001234`,
      { ...VENTILATOR, expires: '2028-02-29' },
    ],
    ['a serial of 20 characters', `01${GTIN}21ABCDEFGHIJ0123456789`, { gtin: GTIN, serial: 'ABCDEFGHIJ0123456789' }],
    ['a serial that begins like an element', `01${GTIN}21011234`, { gtin: GTIN, serial: '011234' }],
    [
      'a serial that ends like a date that there is',
      `01${GTIN}1727123121A17261231`,
      { gtin: GTIN, serial: 'A17261231', expires: '2027-12-31' },
    ],
    [
      'a serial that ends like a date of a scanner that separates',
      `01${GTIN}10L${GS}21A17261231`,
      { gtin: GTIN, serial: 'A17261231', lot: 'L' },
    ],
    ['a serial that ends like no date', `01${GTIN}21A17261331`, { gtin: GTIN, serial: 'A17261331' }],
    // Nobody can tell; the id is one that no device has.
    [
      'a lot that lost its separator as part of the serial',
      `01${GTIN}2100123410LOT`,
      { gtin: GTIN, serial: '00123410LOT' },
    ],
    ['a label', `(01)${GTIN}(21)001234`, VENTILATOR],
    ['a label with spaces', `(01) ${GTIN} (21) 001234`, VENTILATOR],
    [
      'a label with a lot',
      `(01)${GTIN}(17)271231(10)L1(21)001234`,
      { ...VENTILATOR, lot: 'L1', expires: '2027-12-31' },
    ],
    ['a Digital Link', `${LINK}/21/001234`, VENTILATOR],
    [
      'a Digital Link with lot, dates and more',
      `${LINK}/10/L1/21/001234?17=271231&linkType=gs1:pip`,
      { ...VENTILATOR, lot: 'L1', expires: '2027-12-31' },
    ],
    ['a Digital Link behind a prefix and a port', `HTTP://id.example:8080/some/way/01/${GTIN}/21/001234`, VENTILATOR],
    ['a Digital Link in either hex', `${LINK}/21/a%2fb%2F%41`, { gtin: GTIN, serial: 'a/b/A' }],
    ['a Digital Link that was encoded twice, once', `${LINK}/21/a%252Fb`, { gtin: GTIN, serial: 'a%2Fb' }],
    ['a device id', `gs1:01/${GTIN}/21/001234`, VENTILATOR],
    ['a device id with a slash in the serial', `gs1:01/${GTIN}/21/a%2Fb`, { gtin: GTIN, serial: 'a/b' }],
    ['a device id whose serial holds a percent sign', `gs1:01/${GTIN}/21/a%252Fb`, { gtin: GTIN, serial: 'a%2Fb' }],
  ])('%s', (_name, text, udi) => {
    expect(parseUdi(text)).toEqual(udi);
  });
});

describe('parseUdi refuses', () => {
  test.each<[string, string, UdiFaultCode]>([
    ['nothing', '', 'udi_form'],
    ['space', ' ', 'udi_form'],
    ['a separator', GS, 'udi_form'],
    ['a symbology identifier alone', ']d2', 'udi_form'],
    ['a symbology that is not GS1', `]E001${GTIN}21001234`, 'udi_form'],
    ['a HIBC code', '+A99912345/$$+7001234', 'udi_form'],
    ['an asset tag', 'SM-20417', 'udi_form'],
    ['space around it', ` 01${GTIN}21001234`, 'udi_form'],
    ['a GTIN alone', `01${GTIN}`, 'udi_serial_missing'],
    ['a scan that lost a digit, which another replaces', '01952100000102221001234', 'udi_serial_missing'],
    ['13 digits on a label', '(01)9521000001022(21)001234', 'udi_gtin'],
    ['15 digits on a label', `(01)0${GTIN}(21)001234`, 'udi_gtin'],
    ['other digits', '(01)０９５２１０００００１０２２(21)001234', 'udi_gtin'],
    ['a serial alone', '(21)001234', 'udi_gtin'],
    ['a wrong check digit', '01095210000010232100123', 'udi_check_digit'],
    ['two digits that changed places', '(01)09521000010022(21)001234', 'udi_check_digit'],
    ['an empty serial', `01${GTIN}21`, 'udi_length'],
    ['an empty serial before a separator', `01${GTIN}21${GS}10L`, 'udi_length'],
    ['an empty serial on a label', `(01)${GTIN}(21)`, 'udi_length'],
    ['an empty serial in a link', `${LINK}/21/`, 'udi_length'],
    ['a serial that the link lacks', `${LINK}/21`, 'udi_length'],
    ['an empty serial in a device id', `gs1:01/${GTIN}/21/`, 'udi_length'],
    ['an empty lot', `(01)${GTIN}(10)(21)001234`, 'udi_length'],
    ['a serial of 21 characters', `01${GTIN}21ABCDEFGHIJ01234567890`, 'udi_length'],
    ['a serial of 21 characters in a device id', `gs1:01/${GTIN}/21/ABCDEFGHIJ01234567890`, 'udi_length'],
    ['a serial that swallowed a date', `01${GTIN}2100123417271231`, 'udi_separator'],
    ['a serial that swallowed a lot and a date', `01${GTIN}21001210L11261231`, 'udi_separator'],
    ['a serial that swallowed the GTIN', `21123401${GTIN}`, 'udi_gtin'],
    ['a lot that swallowed the serial', `01${GTIN}10LOT21001234`, 'udi_serial_missing'],
    ['two separators', `01${GTIN}21001234${GS}${GS}10L`, 'udi_element'],
    ['an element that nobody reads', `01${GTIN}240X${GS}21001234`, 'udi_element'],
    ['an element that nobody reads on a label', `(01)${GTIN}(240)X(21)001234`, 'udi_element'],
    ['a variant in a link', `${LINK}/22/2A/21/001234`, 'udi_element'],
    ['a serial twice', `01${GTIN}21001234${GS}21001234`, 'udi_repeated'],
    ['a GTIN twice', `01${GTIN}01${GTIN}21001234`, 'udi_repeated'],
    ['a serial in path and query', `${LINK}/21/001234?21=001198`, 'udi_repeated'],
    ['two devices in one link', `${LINK}/21/1/01/${GTIN}/21/2`, 'udi_repeated'],
    ['brackets in a serial on a label', `(01)${GTIN}(21)A(B)`, 'udi_form'],
    ['brackets that do not close', `(01)${GTIN}(21A`, 'udi_form'],
    ['text before a label', `UDI (01)${GTIN}(21)001234`, 'udi_form'],
    ['a space inside a serial', `(01)${GTIN}(21)00 1234`, 'udi_charset'],
    ['a character that is not in set 82', `01${GTIN}21A#1`, 'udi_charset'],
    ['a letter beyond ASCII', `(01)${GTIN}(21)Ä1`, 'udi_charset'],
    ['a right-to-left override', `(01)${GTIN}(21)1\u202e2`, 'udi_charset'],
    ['a NUL', `01${GTIN}21001234\0`, 'udi_charset'],
    ['a line feed', `01${GTIN}21001234\n`, 'udi_charset'],
    ['a line feed behind a device id', `gs1:01/${GTIN}/21/001234\n`, 'udi_encoding'],
    ['an encoded line feed', `${LINK}/21/1%0A2`, 'udi_charset'],
    ['a 13th month', `01${GTIN}17261331${GS}21001234`, 'udi_date'],
    ['the 30th of February', `(01)${GTIN}(17)260230(21)001234`, 'udi_date'],
    ['half a date', `(01)${GTIN}(17)2612(21)001234`, 'udi_date'],
    ['lower-case hex in a device id', `gs1:01/${GTIN}/21/a%2fb`, 'udi_encoding'],
    ['hex for a letter in a device id', `gs1:01/${GTIN}/21/%41`, 'udi_encoding'],
    ['half an escape', `gs1:01/${GTIN}/21/a%2`, 'udi_encoding'],
    ['a percent sign in a link', `${LINK}/21/100%`, 'udi_encoding'],
    ['a character that a device id encodes', `gs1:01/${GTIN}/21/a:b`, 'udi_encoding'],
    ['a slash in a device id', `gs1:01/${GTIN}/21/a/b`, 'udi_form'],
    ['another agency', 'hibcc:A999/1234', 'udi_form'],
    ['an upper-case scheme', `GS1:01/${GTIN}/21/001234`, 'udi_form'],
    ['a link without a GTIN', 'https://id.example/414/9521321000010', 'udi_form'],
    ['a link with a password', `https://a:b@id.example/01/${GTIN}/21/001234`, 'udi_form'],
    ['a link with a fragment', `${LINK}/21/001234#x`, 'udi_form'],
    ['a link that ends in a slash', `${LINK}/21/001234/`, 'udi_element'],
    ['a link of another scheme', `ftp://id.example/01/${GTIN}/21/001234`, 'udi_form'],
  ])('%s', (_name, text, fault) => {
    expect(parseUdi(text)).toEqual({ fault });
  });

  test('with a fixed sentence for each fault', () => {
    for (const says of Object.values(UDI_FAULTS)) expect(says).toMatch(/^[A-Z].*\.$/);
  });
});

describe('deviceIdFor', () => {
  const SET_82 = [...'!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'];
  const gtin = fc.constantFrom('09521000001015', GTIN, '09521000001084', '00012345678905');
  const serial = fc.array(fc.constantFrom(...SET_82), { minLength: 1, maxLength: 20 }).map((all) => all.join(''));

  test.each([
    ['001234', 'gs1:01/09521000001022/21/001234'],
    ['a/b c', 'gs1:01/09521000001022/21/a%2Fb%20c'],
    ['100%', 'gs1:01/09521000001022/21/100%25'],
    ['A_b.c-9', 'gs1:01/09521000001022/21/A_b.c-9'],
    ['!"%&\'()*+,/:;<=>?', 'gs1:01/09521000001022/21/%21%22%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F'],
  ])('of %s is %s', (of, id) => {
    expect(deviceIdFor(GTIN, of)).toBe(id);
  });

  test('knows 82 characters', () => {
    expect(new Set(SET_82).size).toBe(82);
  });

  test('is an audience, whatever the serial, and leads back to it', () => {
    fc.assert(
      fc.property(gtin, serial, (of, one) => {
        const id = deviceIdFor(of, one);
        expect(id).toMatch(/^[a-z0-9]{2,8}:[A-Za-z0-9./_:%-]{3,96}$/);
        expect(id).toMatch(PATTERNS.deviceId);
        expect(parseUdi(id)).toEqual({ gtin: of, serial: one });
      }),
    );
  });

  test('is the same from a scan, a label and a link', () => {
    fc.assert(
      fc.property(gtin, serial, (of, one) => {
        const hex = [...one].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
        const forms = [`01${of}21${one}${GS}`, `https://id.example/01/${of}/21/${hex}`];
        if (!/[()]/.test(one)) forms.push(`(01)${of}(21)${one}`);
        for (const form of forms) expect(parseUdi(form)).toEqual({ gtin: of, serial: one });
      }),
    );
  });

  test('of two serials is two', () => {
    fc.assert(
      fc.property(serial, serial, (one, two) => {
        expect(deviceIdFor(GTIN, one) === deviceIdFor(GTIN, two)).toBe(one === two);
      }),
    );
  });

  test('comes from no text that parseUdi does not answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((end) => `01${GTIN}21${end}`),
        ),
        (text) => {
          const udi = parseUdi(text);
          if ('fault' in udi) expect(Object.keys(UDI_FAULTS)).toContain(udi.fault);
          else expect(parseUdi(deviceIdFor(udi.gtin, udi.serial))).toEqual({ gtin: udi.gtin, serial: udi.serial });
        },
      ),
    );
  });
});

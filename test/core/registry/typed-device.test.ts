import { describe, expect, test } from '@jest/globals';
import { typedDevice } from '../../../core/registry/typed-device.ts';

describe('typedDevice', () => {
  test.each([
    ['a code', '7F3K-29QX', ['7F3K-29QX']],
    ['a code in small letters', '7f3k-29qx', ['7f3k-29qx', '7F3K-29QX']],
    ['a code in two halves', ' 7f3k 29qx\n', ['7f3k29qx', '7F3K29QX', '7F3K-29QX']],
    ['the link of a sticker', 'https://wardkey.example/d/7F3K-29QX', ['7F3K-29QX']],
    ['a tag that is no code', 'sm-20417', ['sm-20417', 'SM-20417']],
    ['nothing', ' ', []],
    ['what no device can be called', 'Bett 3 <b>', []],
    ['what is longer than any name', 'x'.repeat(106), []],
  ])('reads %s as a name', (_name, typed, names) => {
    expect(typedDevice(typed)).toEqual({ as: 'name', names });
  });

  const VENTILATOR = {
    as: 'udi',
    names: ['gs1:01/09521000001022/21/001234'],
    udi: { gtin: '09521000001022', serial: '001234' },
  };

  test.each([
    ['a label', '(01)09521000001022(21)001234'],
    ['a label as it is printed', '(01) 0952 1000 001022 (11) 250101 (21) 001234'],
    ['a scan', ']d2010952100000102221001234'],
    ['a scan with a lot behind the separator', '010952100000102221001234\u001d10A'],
    ['a Digital Link', 'https://id.example/01/09521000001022/21/001234?17=300101'],
    ['a device id', 'gs1:01/09521000001022/21/001234'],
  ])('reads %s as a UDI', (_name, typed) => {
    expect(typedDevice(typed)).toEqual(VENTILATOR);
  });

  test.each([
    ['udi_check_digit', '(01)09521000001023(21)001234'],
    ['udi_serial_missing', '0109521000001022'],
    ['udi_form', 'https://shop.example/pumps'],
    ['udi_form', '(01'],
  ])('says %s of %s', (fault, typed) => {
    expect(typedDevice(typed)).toMatchObject({ names: [], fault });
  });
});

import { describe, expect, it } from 'vitest';
import { parseConfigAddress } from '../../src/domain/config-address.ts';

describe('the address of a config server', () => {
  it.each([
    ['', undefined],
    ['   ', undefined],
    ['http://10.0.0.7:8080', 'http://10.0.0.7:8080'],
    [' http://10.0.0.7:8080/ ', 'http://10.0.0.7:8080'],
    ['https://ocp-2.example.com:443', 'https://ocp-2.example.com:443'],
    ['http://[2001:db8::7]:8080', 'http://[2001:db8::7]:8080'],
  ])('takes "%s"', (text, address) => {
    expect(parseConfigAddress(text)).toEqual({ address });
  });

  it.each([
    '10.0.0.7:8080',
    'http://10.0.0.7',
    'ftp://10.0.0.7:21',
    'http://10.0.0.7:0',
    'http://10.0.0.7:70000',
    'http://10.0.0.7:8080/services?x=1',
    'http://user@10.0.0.7:8080',
    'http://a b:8080',
    'http://:8080',
  ])('refuses "%s", and says how it is written', (text) => {
    expect(parseConfigAddress(text)).toEqual({
      fault: expect.stringMatching(/^Write it as http:\/\/10\.0\.0\.7:8080/),
    });
  });

  it.each([
    'http://10.0.0.256:8080',
    'http://10.0.7:8080',
    'http://10.0.0.7.:8080',
    'http://ocp..example.com:8080',
    'http://-a:8080',
    'http://a-:8080',
    'http://[2001:db8:::7]:8080',
    `http://${'a.'.repeat(127)}a:8080`,
  ])('refuses the host of "%s"', (text) => {
    expect(parseConfigAddress(text)).toEqual({
      fault: expect.stringMatching(/neither an IP address nor a host name\. Write it as/),
    });
  });
});

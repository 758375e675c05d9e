/**
 * What base64 makes of a secret whatever stands around it: at each of the three places where it can begin, without the characters that its neighbours
 * decide. So a secret is found in something longer that was encoded as a whole.
 */
export function base64Parts(secret: string): string[] {
  return [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const coded = bytes.toString('base64').replace(/=+$/, '');
    const end = bytes.length % 3 === 0 ? coded.length : coded.length - 1;
    return coded.slice(shift === 0 ? 0 : shift + 1, end);
  });
}

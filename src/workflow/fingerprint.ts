import { createHash } from 'node:crypto';
import { type PlainTerms, shownOf } from '../domain/present-terms.ts';

/** Digest of what a card with these terms shows and people vote on; 16 hexadecimal digits. */
export function fingerprint(terms: PlainTerms): string {
  return createHash('sha256')
    .update(JSON.stringify(shownOf(terms)))
    .digest('hex')
    .slice(0, 16);
}

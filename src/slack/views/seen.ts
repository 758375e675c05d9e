import type { Sighting } from '../../domain/sighting.ts';
import type { Times } from './vote-words.ts';

/** What the words about a request depend on beside the request itself. */
export interface Seen extends Times {
  readonly sighting?: Sighting | undefined;
  /** Whether Moveout knows several OCPs, so that a title says in which one the cluster is. */
  readonly severalOcps?: boolean | undefined;
  /** Whether there is a list of those who may approve. */
  readonly approversListed?: boolean | undefined;
}

import type { World } from '../world.ts';
import type { Delivery } from './delivery.ts';

/** The way that the app's manifest names: its sockets in Socket Mode, else its URLs. */
export function toBot({ manifest, sockets, requests }: World): Delivery {
  return manifest.socketMode ? sockets : requests;
}

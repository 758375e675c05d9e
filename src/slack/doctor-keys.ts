/** What `/moveout doctor` looks at in the sealed encryption keys. */
import { enumerate } from '../domain/sentence.ts';
import { lostKeys } from '../workflow/lost-keys.ts';
import type { World } from '../workflow/world.ts';
import type { Check, Finding } from './checkup.ts';
import { counted } from './views/lines.ts';

/** What this check needs of the bot. */
interface Examined {
  readonly world: Pick<World, 'vault' | 'journal' | 'admins'>;
}

/** Requests are named to administrators alone: the channel of one may be private. */
export function keysCheck(bot: Examined): Check {
  return { about: 'Encryption keys', look: () => keys(bot) };
}

async function keys({ world }: Examined): Promise<Finding> {
  const lost = await lostKeys(world);
  if (lost.length === 0) return { mark: 'ok', says: 'every key that is still needed can be unsealed.' };
  const ids = lost.map(({ id }) => id);
  const named = world.admins === undefined ? counted(lost.length, 'open request') : enumerate(ids);
  const have = lost.length === 1 ? 'has' : 'have';
  return {
    mark: 'wrong',
    says:
      `${named} ${have} none that can be unsealed. Was MOVEOUT_VAULT_KEY changed? Start Moveout with the former one. ` +
      'Otherwise each run stops before its export, and asks its requester for the key.',
  };
}

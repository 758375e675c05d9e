/** The fields below the choice of hosts: encryption key, reason and phrase. */
import type { InputBlock } from '@slack/types';
import { KEY_HINT } from '../../domain/encryption-key.ts';
import { textField } from './elements.ts';

export const KEY_BLOCK = 'encryption-key';
export const REASON_BLOCK = 'reason';
export const PHRASE_BLOCK = 'phrase';

/** The longest reason, in characters. */
export const REASON_LIMIT = 500;

/**
 * The field of the encryption key. It never gets a first value, nor an action that sends it while it is typed. Its texts,
 * and no other field's, say "key".
 */
export function keyField(): InputBlock {
  return textField({ id: KEY_BLOCK, label: 'Encryption key', hint: KEY_HINT });
}

/** The field of a reason. Its texts, and no other field's, say "reason". */
export function reasonField(hint: string, typed?: string): InputBlock {
  return textField({
    id: REASON_BLOCK,
    label: 'Reason',
    hint,
    multiline: true,
    max_length: REASON_LIMIT,
    typed,
  });
}

/** The field of the confirmation. Its texts, and no other field's, say "move out". */
export function phraseField(): InputBlock {
  return textField({
    id: PHRASE_BLOCK,
    label: 'Type "move out" to confirm',
    hint: 'Exactly these two words, in lower case.',
  });
}

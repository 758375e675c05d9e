const SENTENCE =
  'Type the two words "move out", in lower case, with one ordinary space between them and nothing else.';

/**
 * Whether the confirmation phrase was typed: exactly `move out`. Surrounding spaces are forgiven, case and anything else
 * is not. Gives undefined when it was, else a sentence that says what to type.
 */
export function checkPhrase(text: string): string | undefined {
  return /^ *move out *$/.test(text) ? undefined : SENTENCE;
}

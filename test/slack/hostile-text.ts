/** Text that tries to mention, link, format, forge a line or burst a limit, and how it is found in what Moveout says. */
import fc from 'fast-check';

/** Stands at the begin of every line that is forged. */
const FORGED = '✅ FORGED';

const PIECES = [
  '<!channel>',
  '<!here|x>',
  '<!subteam^S0OPS|@ops>',
  '<@U0GONE>',
  '<#C0GENERAL>',
  '<https://evil.example|Approve>',
  '&lt;!channel&gt;',
  ...['\n', '\r\n', '\r', '\u2028', '\u2029', '\u0085', '\u000b', '\u000c'].map((end) => `${end}${FORGED} `),
  '\u202e',
  '\u2066',
  '\u200f',
  '\u0000',
  '\u200b',
  '```',
  '`',
  '*',
  '_',
  '~',
  ':white_check_mark:',
  '> ',
  '&<>'.repeat(200),
  '長い名前'.repeat(100),
  '👩‍👩‍👧‍👦'.repeat(40),
  'x'.repeat(4_000),
  '\ud83d',
  ' ',
  'abc',
];

/** Such a text; now and then an empty one. */
const hostileText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((some) => some.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
);

/** A new hostile text wherever Moveout passes on a text from outside. */
export type Outside = () => string;

/** An endless supply of hostile texts. */
export const outside: fc.Arbitrary<Outside> = fc
  .oneof(
    { weight: 9, arbitrary: fc.array(hostileText, { minLength: 8, maxLength: 8 }) },
    // All of them as long as can be, together.
    {
      weight: 1,
      arbitrary: fc.constantFrom(['x'.repeat(5_000)], ['&'.repeat(5_000)], ['長い '.repeat(2_000)]),
    },
  )
  .map((texts) => {
    let next = 0;
    return () => {
      next += 1;
      return texts[next % texts.length] ?? '';
    };
  });

/** Everything in a message or view that no text from outside may bring about. `people`: who may be mentioned. */
export function forgeries(shown: unknown, people: readonly string[]): string[] {
  return texts(shown).flatMap(({ text, isMrkdwn }) => [
    ...(isMrkdwn ? tokens(text).filter((token) => !isOurs(token, people)) : []),
    ...(isMrkdwn ? ownLines(text) : ownLines(text).slice(1))
      .filter((line) => line.trimStart().startsWith(FORGED))
      .map(() => `a line of its own: ${JSON.stringify(text).slice(0, 200)}`),
    ...(/\p{Bidi_Control}|\p{Cc}/u.test(text.replaceAll(/[\n\t]/g, ''))
      ? [`a character that acts: ${JSON.stringify(text).slice(0, 300)}`]
      : []),
  ]);
}

/**
 * The lines in which Moveout itself speaks: not those of a log, which stand in a code block that it cannot end, and not the value
 * of a field under its name.
 */
function ownLines(text: string): string[] {
  return text
    .replace(/^(.*\n)```[^`]*```$/, '$1')
    .replace(/^\*[\w ()]+\*\n[^\n]*$/, '')
    .split(/[\p{Cc}\p{Zl}\p{Zp}]+/u);
}

function tokens(text: string): string[] {
  return text.match(/<[^>]*>?/g) ?? [];
}

function isOurs(token: string, people: readonly string[]): boolean {
  return (
    /^<!date\^\d+\^\{date_short_pretty\} \{time\}\|[-\d :UTC]+>$/.test(token) ||
    /^<#C0ONCALL>$/.test(token) ||
    /^<https:\/\/slack\.example\/[^|<>]*\|[\w -]+>$/.test(token) ||
    people.some((person) => token === `<@${person}>`)
  );
}

interface ShownText {
  readonly text: string;
  readonly isMrkdwn: boolean;
}

function texts(value: unknown): ShownText[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, ...more }: Record<string, unknown> = { ...value };
  const own = typeof text === 'string' ? [{ text, isMrkdwn: type !== 'plain_text' }] : texts(text);
  return [...own, ...Object.values(more).flatMap(texts)];
}

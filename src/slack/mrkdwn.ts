/**
 * Texts in Slack's mrkdwn. Whatever comes from outside (names, reasons, OCP's messages) passes {@link escapeText} or
 * {@link code} here, so that it can neither mention somebody, nor link, nor format, nor forge one of our marks.
 */
import type { MrkdwnElement } from '@slack/types';
import { CUT_MARK, LIMITS } from './limits.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A mrkdwn text object. `verbatim` because Slack would otherwise make links and mentions of words like `@here` by itself.
 */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/**
 * One line of text from outside: line breaks and control characters become spaces, characters that reverse the reading
 * direction go. For plain_text objects, which format nothing.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\p{Bidi_Control}/gu, '')
    .trim();
}

/**
 * Text from outside as one line of mrkdwn that is shown as it is. `&`, `<`, `>` become entities. Marks that would format
 * (`*`, `~`, `_` at the edge of a word, back quotes, `:emoji:`) become characters that look alike: Slack has no escape for
 * them. At most `limit` characters of the result, cut with a visible mark and never within an entity.
 */
export function escapeText(text: string, limit: number = LIMITS.sectionText): string {
  return entities(withoutMarks(oneLine(text)), limit);
}

/** A name or an address as inline code: shown and copied as it is. */
export function code(text: string, limit = 80): string {
  const shown = oneLine(text).replaceAll('`', "'");
  return `\`${entities(shown === '' ? '(no name)' : shown, limit)}\``;
}

/** Text of a person, line by line as a quotation; at most `limit` characters a line. */
export function quote(text: string, limit: number = LIMITS.fieldText): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => `> ${escapeText(line, limit)}`)
    .join('\n');
}

/** A moment in the reader's time zone; clients that cannot do that show it in UTC. Unreadable text is shown as it is. */
export function date(when: Date | string): string {
  const moment = typeof when === 'string' ? new Date(when) : when;
  if (Number.isNaN(moment.getTime())) return escapeText(String(when));
  const fallback = `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(moment.getTime() / 1000)}^{date_short_pretty} {time}|${fallback}>`;
}

/** A mention of a person by Slack user id; anything else is shown as text and mentions nobody. */
export function person(id: string): string {
  return /^[UW][A-Z0-9]+$/.test(id) ? `<@${id}>` : escapeText(id);
}

/** A mention of a user group by its id; its members are notified. */
export function userGroup(id: string): string {
  return `<!subteam^${id}>`;
}

/** A link to a channel by its id; anything else is shown as text. */
export function channel(id: string): string {
  return /^[CGD][A-Z0-9]+$/.test(id) ? `<#${id}>` : escapeText(id);
}

/** A host with its address. */
export function host(named: { readonly name: string; readonly address: string }): string {
  return `${code(named.name)} (${code(named.address)})`;
}

/** A cluster by its identity, `name:obClusterId`; a long name is cut, the number never. */
export function clusterName(named: { readonly name: string; readonly obClusterId: number }): string {
  const number = `:${named.obClusterId}`;
  const name = code(named.name).slice(1, -1);
  return `\`${name}${number}\``;
}

/** A cluster, with its OCP where there are several. */
export function clusterPlace(
  named: { readonly ocp: string; readonly name: string; readonly obClusterId: number },
  severalOcps: boolean | undefined,
): string {
  return severalOcps === true ? `${clusterName(named)} in OCP ${code(named.ocp)}` : clusterName(named);
}

function withoutMarks(text: string): string {
  return text
    .replaceAll('`', "'")
    .replaceAll(/(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu, (mark) => LOOKALIKES[mark] ?? mark)
    .replaceAll(EMOJI_BEGIN, '\u2236');
}

/** What is before the first letter has none, so that there is one way to read a text, and a long one takes no longer than it is. */
const EMOJI_BEGIN = /:(?=[\d_+'-]*[a-z][\w+'-]*:)/giu;

const LOOKALIKES: Readonly<Record<string, string>> = { '*': '\u2217', _: '\u02cd', '~': '\u223c' };

/** No more of the text is looked at than is shown: names from outside can be long, and a list has many of them. */
function entities(text: string, limit: number): string {
  let shown = '';
  let fits = 0;
  for (const point of text) {
    shown += ENTITIES[point] ?? point;
    if (shown.length > limit) return shown.slice(0, fits) + CUT_MARK;
    if (shown.length <= limit - CUT_MARK.length) fits = shown.length;
  }
  return shown;
}

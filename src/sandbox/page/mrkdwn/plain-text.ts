import { replaceEmoji } from './emoji.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Slack escapes exactly three characters; everything else that looks like an entity is text. One pass, so `&amp;lt;` gives `&lt;`. */
export function unescapeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** A text as a person reads it: entities unescaped, known `:shortcodes:` as emoji. */
export function readableText(text: string): string {
  return replaceEmoji(unescapeEntities(text));
}

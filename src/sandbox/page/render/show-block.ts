import { element, uniqueId } from '../dom.ts';
import type { BlockContext, Field } from '../elements/field.ts';
import { showImage } from '../elements/image.ts';
import { fallbackLabel, isGroup, showElement, showUnsupported } from '../elements/show-element.ts';
import { showChildren } from '../keyed.ts';
import type { JsonObject, Workspace } from '../protocol.ts';
import { readObject, readObjects, readText, wordsOf } from '../read-json.ts';
import { showInputBlock } from './input-block.ts';
import { keepFocus } from './keep-focus-on.ts';
import { showRichText } from './rich-text.ts';
import { showText } from './show-mrkdwn.ts';

type Show = (block: JsonObject, context: BlockContext) => HTMLElement;

const SHOW: Readonly<Record<string, Show>> = {
  section: showSection,
  header: (block) => element('h3', { class: 'header' }, wordsOf(block, 'text')),
  divider: () => element('hr', {}),
  context: showContext,
  actions: showActions,
  input: showInputBlock,
  image: showImageBlock,
  rich_text: (block, context) => showRichText(block, context.workspace),
};

/**
 * Makes a place show exactly these blocks. A block that did not change keeps its nodes, so what was typed, where the cursor is
 * and how far somebody has scrolled survive an update.
 */
export function showBlocks(place: HTMLElement, blocks: readonly JsonObject[], context: BlockContext): void {
  const rows = blocks.map((block, index) => ({
    key: `${readText(block, 'type')} ${readText(block, 'block_id') || index}`,
    signature: JSON.stringify(block),
    build: () => showBlock(block, context),
  }));
  keepFocus(place, () => showChildren(place, rows));
}

function showBlock(block: JsonObject, context: BlockContext): HTMLElement {
  const type = readText(block, 'type');
  const show = Object.hasOwn(SHOW, type) ? SHOW[type] : undefined;
  return element(
    'div',
    { class: `block block-${type}` },
    show ? show(block, context) : showUnsupported(type),
  );
}

function showSection(block: JsonObject, context: BlockContext): HTMLElement {
  const textId = uniqueId('text');
  const fields = readObjects(block, 'fields');
  const accessory = readObject(block, 'accessory');
  const body = element('div', { class: 'section-body' });
  if (readObject(block, 'text')) {
    body.append(
      element(
        'div',
        { class: 'text', attributes: { id: textId } },
        ...showText(block.text, context.workspace),
      ),
    );
  }
  if (fields.length > 0) body.append(showFields(fields, context.workspace));
  if (!accessory) return element('div', { class: 'section' }, body);
  const naming = readObject(block, 'text') ? { labelledBy: textId } : { label: fallbackLabel(accessory) };
  const field = { ...fieldOf(block, accessory), ...naming };
  const side = element('div', { class: 'accessory' }, showElement(field, context));
  const wide = isGroup(readText(accessory, 'type')) ? ' wide' : '';
  return element('div', { class: `section with-accessory${wide}` }, body, side);
}

function showFields(fields: readonly JsonObject[], workspace: Workspace): HTMLElement {
  return element(
    'div',
    { class: 'fields' },
    ...fields.map((field) => element('div', { class: 'text' }, ...showText(field, workspace))),
  );
}

function showContext(block: JsonObject, context: BlockContext): HTMLElement {
  const parts = readObjects(block, 'elements').map((part) =>
    readText(part, 'type') === 'image'
      ? showImage(part)
      : element('div', { class: 'text' }, ...showText(part, context.workspace)),
  );
  return element('div', { class: 'context' }, ...parts);
}

function showActions(block: JsonObject, context: BlockContext): HTMLElement {
  const controls = readObjects(block, 'elements').map((json) =>
    showElement({ ...fieldOf(block, json), label: fallbackLabel(json) }, context),
  );
  return element('div', { class: 'actions' }, ...controls);
}

function showImageBlock(block: JsonObject): HTMLElement {
  const title = wordsOf(block, 'title');
  return element('figure', {}, title === '' ? undefined : element('figcaption', {}, title), showImage(block));
}

function fieldOf(block: JsonObject, json: JsonObject): Field {
  return { block, json, controlId: uniqueId('control'), required: false, dispatches: true };
}

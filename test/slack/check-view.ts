/** Walks over a view as the person's Slack would, so that every test of a view can ask the same questions. */
import type { ModalView } from '@slack/types';
import { viewProblems } from '../../src/sandbox/block-kit/view.ts';
import { LIMITS, length } from '../../src/slack/limits.ts';

type Node = { readonly [name: string]: unknown };

/** How long the texts of an object may be, by the name under which a parent holds it or by its own field. */
const TEXTS: Readonly<Record<string, number>> = {
  title: LIMITS.viewTitle,
  submit: LIMITS.viewButton,
  close: LIMITS.viewButton,
  label: LIMITS.inputLabel,
  hint: LIMITS.inputHint,
  placeholder: LIMITS.placeholder,
  description: LIMITS.optionDescription,
  fields: LIMITS.fieldText,
  'section.text': LIMITS.sectionText,
  'context.elements': LIMITS.contextText,
  'button.text': LIMITS.buttonText,
  'option.text': LIMITS.optionText,
};
const LISTS: Readonly<Record<string, number>> = {
  blocks: LIMITS.viewBlocks,
  fields: LIMITS.sectionFields,
  options: LIMITS.boxOptions,
  initial_options: LIMITS.boxOptions,
  elements: LIMITS.actionsElements,
};
const STRINGS: Readonly<Record<string, number>> = {
  block_id: LIMITS.id,
  action_id: LIMITS.id,
  callback_id: LIMITS.id,
  private_metadata: LIMITS.privateMetadata,
  accessibility_label: LIMITS.accessibilityLabel,
};

/** Everything that Slack would refuse in the view: by our table of limits, and by the local Slack's own validator. */
export function problemsOf(view: ModalView): string[] {
  const blockIds = view.blocks.flatMap((block) => block.block_id ?? []);
  const bytes = Buffer.byteLength(JSON.stringify(view));
  return [
    ...walk(asNode(view), 'view', 'view'),
    ...(new Set(blockIds).size === blockIds.length ? [] : ['a block_id is used twice']),
    ...(bytes <= LIMITS.viewBytes ? [] : [`${bytes} bytes`]),
    ...(inputsOf(view).length > 0 && view.submit === undefined ? ['inputs without submit'] : []),
    ...viewProblems(JSON.parse(JSON.stringify(view)), 'modal').map(({ message, at }) => `${message} ${at}`),
  ];
}

/** The input blocks of a view. */
export function inputsOf(view: ModalView): Node[] {
  return view.blocks.filter((block) => block.type === 'input').map(asNode);
}

/** All that a person can read in the view, one text a line, options and buttons included. */
export function textOf(view: ModalView): string {
  return textsOf(asNode(view)).join('\n');
}

/** `view.state.values` as Slack sends it when nobody touched the view; `typed` fills text fields by block id. */
export function stateOf(view: ModalView, typed: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(
    inputsOf(view).map((block) => {
      const element = asNode(block.element);
      return [block.block_id, { [String(element.action_id)]: stateOfElement(block, element, typed) }];
    }),
  );
}

function stateOfElement(block: Node, element: Node, typed: Readonly<Record<string, string>>) {
  const { type } = element;
  if (type === 'checkboxes') return { type, selected_options: element.initial_options ?? [] };
  const value = typed[String(block.block_id)];
  if (type === 'radio_buttons')
    return { type, selected_option: value === undefined ? (element.initial_option ?? null) : { value } };
  return { type, value: value ?? element.initial_value ?? null };
}

function walk(node: Node, name: string, path: string): string[] {
  const problems: string[] = [];
  for (const [field, value] of Object.entries(node)) {
    const at = `${path}.${field}`;
    if (Array.isArray(value) && value.length > (LISTS[field] ?? Number.POSITIVE_INFINITY))
      problems.push(`${at}: ${value.length} items`);
    if (Array.isArray(value) && value.length === 0) problems.push(`${at}: empty`);
    if (typeof value === 'string' && length(value) > (STRINGS[field] ?? Number.POSITIVE_INFINITY))
      problems.push(`${at}: ${length(value)} characters`);
    for (const [key, child] of childrenOf(field, value))
      problems.push(...walkChild(node, name, child, key, at));
  }
  return problems;
}

function walkChild(parent: Node, name: string, child: Node, field: string, at: string): string[] {
  const kind = typeof parent.type === 'string' ? parent.type : name === 'options' ? 'option' : name;
  const limit = TEXTS[`${kind}.${field}`] ?? TEXTS[field];
  const { text } = child;
  if (typeof text !== 'string') return walk(child, field, at);
  if (text === '') return [`${at}: empty text`];
  return limit !== undefined && length(text) > limit ? [`${at}: ${length(text)} characters`] : [];
}

function childrenOf(field: string, value: unknown): [string, Node][] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items
    .filter((item) => typeof item === 'object' && item !== null)
    .map((item) => [field, asNode(item)]);
}

function textsOf(node: Node): string[] {
  return Object.entries(node).flatMap(([field, value]) => {
    if (field === 'text' && typeof value === 'string') return [value];
    return field.startsWith('initial_')
      ? []
      : childrenOf(field, value).flatMap(([, child]) => textsOf(child));
  });
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

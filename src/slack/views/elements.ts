/** The small Block Kit objects that the views are made of, with their texts cut to what Slack takes. */
import type {
  ActionsBlock,
  Button,
  Checkboxes,
  ContextBlock,
  InputBlock,
  ModalView,
  PlainTextElement,
  PlainTextInput,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { cut, LIMITS } from '../limits.ts';
import { escapeText, mrkdwn, oneLine } from '../mrkdwn.ts';

/** Every modal of a move-out has this title. */
const MOVE_OUT_TITLE = 'Move Out Cluster';

/** Plain text in one line; `:emoji:` in it stays as it is written. */
export function plain(text: string, limit: number): PlainTextElement {
  const line = oneLine(text);
  const shown = cut(line === '' ? '(no name)' : line, limit);
  // Said only where it matters: in a view with hundreds of options it would take a sixth of the size that Slack allows.
  return { type: 'plain_text', text: shown, ...(shown.includes(':') ? { emoji: false } : {}) };
}

/** A paragraph. `text` is mrkdwn and must fit; see `lines` for texts of any length. */
export function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwn(text) };
}

/** A paragraph in small grey type. `text` is mrkdwn. */
export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text)] };
}

/** A modal with the sentence, as a small last line, that no real cluster is touched; the modal as it is without one. */
export function withNotice(view: ModalView, notice: string | undefined): ModalView {
  const isSaid = notice === undefined || JSON.stringify(view.blocks).includes(notice);
  if (isSaid || view.blocks.length >= LIMITS.viewBlocks) return view;
  return { ...view, blocks: [...view.blocks, context(escapeText(notice, 500))] };
}

export function button(label: string, actionId: string, value: string): Button {
  return { type: 'button', text: plain(label, LIMITS.buttonText), action_id: actionId, value };
}

export function actions(blockId: string, elements: readonly Button[]): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements: [...elements] };
}

/** An option of checkboxes, radio buttons or a select. `value` must fit; it is never cut. */
export function option(text: string, value: string, description?: string): PlainTextOption {
  return {
    text: plain(text, LIMITS.optionText),
    value,
    ...(description === undefined ? {} : { description: plain(description, LIMITS.optionDescription) }),
  };
}

/** Checkboxes of which those in `chosen` (by value) are ticked at first. Slack refuses an empty list of ticked ones. */
export function checkboxes(
  actionId: string,
  options: readonly PlainTextOption[],
  chosen: (value: string) => boolean,
): Checkboxes {
  const ticked = options.filter((one) => chosen(one.value ?? ''));
  return {
    type: 'checkboxes',
    action_id: actionId,
    options: [...options],
    ...(ticked.length === 0 ? {} : { initial_options: ticked }),
  };
}

export interface Field {
  /** The block id, by which errors are shown at the field; the element has the same action id. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly optional?: boolean;
}

/** A labelled field of a modal. */
export function field(asked: Field, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: asked.id,
    label: plain(asked.label, LIMITS.inputLabel),
    element,
    optional: asked.optional ?? false,
    ...(asked.hint === undefined ? {} : { hint: plain(asked.hint, LIMITS.inputHint) }),
  };
}

/** A text field. Its text is sent when the modal is submitted or a button in it is clicked, never while typing. */
export function textField(
  asked: Field &
    Partial<Pick<PlainTextInput, 'multiline' | 'max_length'>> & { readonly typed?: string | undefined },
): InputBlock {
  const { multiline, max_length, typed } = asked;
  return field(asked, {
    type: 'plain_text_input',
    action_id: asked.id,
    ...(multiline === undefined ? {} : { multiline }),
    ...(max_length === undefined ? {} : { max_length }),
    ...(typed === undefined || typed === ''
      ? {}
      : { initial_value: cut(typed, max_length ?? LIMITS.inputLength) }),
  });
}

/** What a modal is; `submit` is left out when there is nothing to submit. */
export function modal(parts: {
  readonly title?: string;
  readonly callbackId: string;
  readonly blocks: ModalView['blocks'];
  readonly submit?: string;
  readonly close?: string;
  /** An id, never anything that was typed. */
  readonly metadata?: string;
}): ModalView {
  return {
    type: 'modal',
    callback_id: parts.callbackId,
    title: plain(parts.title ?? MOVE_OUT_TITLE, LIMITS.viewTitle),
    close: plain(parts.close ?? 'Close', LIMITS.viewButton),
    blocks: parts.blocks,
    ...(parts.submit === undefined ? {} : { submit: plain(parts.submit, LIMITS.viewButton) }),
    ...(parts.metadata === undefined ? {} : { private_metadata: parts.metadata }),
  };
}

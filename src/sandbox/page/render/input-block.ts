import { element, setAttributes, uniqueId } from '../dom.ts';
import type { BlockContext, Field, InputHandle } from '../elements/field.ts';
import { isGroup, showElement } from '../elements/show-element.ts';
import type { JsonObject } from '../protocol.ts';
import { readObject, readText, wordsOf } from '../read-json.ts';

/** An `input` block: label, element, hint, and the place for the sentence that says what is wrong with the value. */
export function showInputBlock(block: JsonObject, context: BlockContext): HTMLElement {
  const json = readObject(block, 'element') ?? {};
  const grouped = isGroup(readText(json, 'type'));
  const controlId = uniqueId('control');
  const hint = element('p', { class: 'hint', attributes: { id: uniqueId('hint') } }, wordsOf(block, 'hint'));
  const hintId = hint.textContent === '' ? undefined : hint.id;
  const error = element('p', { class: 'error', attributes: { id: uniqueId('error'), hidden: true } });
  const field: Field = {
    ...{ block, json, controlId },
    ...(hintId === undefined || grouped ? {} : { describedBy: hintId }),
    required: block.optional !== true,
    dispatches: block.dispatch_action === true,
  };
  const box = element(
    grouped ? 'fieldset' : 'div',
    { class: 'input', attributes: { 'aria-describedby': grouped ? hintId : undefined } },
    ...labelOf(block, controlId, grouped),
    showElement(field, context),
    hintId === undefined ? undefined : hint,
    error,
  );
  context.inputs.set(readText(block, 'block_id'), handleOf(box, error));
  return box;
}

function labelOf(block: JsonObject, controlId: string, grouped: boolean): readonly HTMLElement[] {
  const words = wordsOf(block, 'label');
  const label = grouped
    ? element('legend', { class: 'label' }, words)
    : element('label', { class: 'label', attributes: { for: controlId } }, words);
  if (block.optional !== true) return [label];
  const optional = element('span', { class: 'optional' }, '(optional)');
  if (!grouped) return [element('div', { class: 'label-line' }, label, optional)];
  label.append(' ', optional);
  return [label];
}

function handleOf(box: HTMLElement, error: HTMLElement): InputHandle {
  const described = [...box.querySelectorAll<HTMLElement>('input, textarea')].map(
    (control) => [control, control.getAttribute('aria-describedby') ?? ''] as const,
  );
  return {
    showError(sentence) {
      error.textContent = sentence ?? '';
      error.hidden = sentence === undefined;
      box.classList.toggle('invalid', sentence !== undefined);
      for (const [control, own] of described) {
        const ids = sentence === undefined ? own : `${own} ${error.id}`.trim();
        setAttributes(control, {
          'aria-invalid': sentence === undefined ? undefined : 'true',
          'aria-describedby': ids || undefined,
        });
      }
    },
    focus: () => described[0]?.[0].focus(),
  };
}

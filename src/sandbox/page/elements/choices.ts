import { detached, element, uniqueId } from '../dom.ts';
import type { JsonObject } from '../protocol.ts';
import { readObject, readObjects, readText } from '../read-json.ts';
import { showInlineText } from '../render/show-mrkdwn.ts';
import { type BlockContext, changeField, chosenOptions, type Field, fieldName, namingOf } from './field.ts';

/** `checkboxes` and `radio_buttons`: a group that has the name of the field, and a control with a label for each option. */
export function showChoices(field: Field, context: BlockContext): HTMLElement {
  const radio = readText(field.json, 'type') === 'radio_buttons';
  // Inside an input block a fieldset with its legend is the group already.
  const standsAlone = field.label !== undefined || field.labelledBy !== undefined;
  const grouping = standsAlone ? { ...namingOf(field), role: radio ? 'radiogroup' : 'group' } : {};
  const group = element('div', { class: 'options', attributes: { ...grouping, id: field.controlId } });
  const name = uniqueId('options');
  const options = readObjects(field.json, 'options');
  const rows = options.map((option) =>
    showOption(option, context, {
      name,
      type: radio ? 'radio' : 'checkbox',
      checked: isChosen(field, context, option),
      'data-field': fieldName(field, readText(option, 'value')),
    }),
  );
  group.append(...rows.map((row) => row.node));
  group.addEventListener('change', () => {
    const picked = options.filter((_option, index) => rows[index]?.input.checked === true);
    const change = radio ? { selected_option: picked[0] ?? null } : { selected_options: picked };
    detached(changeField(field, context, change), () => {});
  });
  return group;
}

function isChosen(field: Field, context: BlockContext, option: JsonObject): boolean {
  return chosenOptions(field, context).some((one) => readText(one, 'value') === readText(option, 'value'));
}

function showOption(
  option: JsonObject,
  context: BlockContext,
  control: Readonly<Record<string, string | boolean>>,
): { readonly node: HTMLElement; readonly input: HTMLInputElement } {
  const id = uniqueId('option');
  const description = readObject(option, 'description');
  const descriptionId = description ? uniqueId('description') : undefined;
  const input = element('input', {
    attributes: { ...control, id, 'aria-describedby': descriptionId },
  });
  const label = element(
    'label',
    { class: 'option-label', attributes: { for: id } },
    ...showInlineText(readObject(option, 'text'), context.workspace),
  );
  const node = element('div', { class: 'option' }, input, label);
  if (description) {
    node.append(
      element(
        'div',
        { class: 'option-description', attributes: { id: descriptionId }, onClick: () => input.click() },
        ...showInlineText(description, context.workspace),
      ),
    );
  }
  return { node, input };
}

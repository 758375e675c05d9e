import { expect, it } from 'vitest';
import { LIMITS as SLACK } from '../../src/sandbox/limits.ts';
import { LIMITS } from '../../src/slack/limits.ts';

it('our table of limits and that of the local Slack agree', () => {
  expect(LIMITS).toEqual({
    viewBlocks: SLACK.view.blocks,
    messageBlocks: SLACK.message.blocks,
    viewBytes: SLACK.view.jsonBytes,
    viewTitle: SLACK.view.title,
    viewButton: SLACK.view.button,
    privateMetadata: SLACK.view.privateMetadata,
    id: SLACK.id,
    headerText: SLACK.header,
    sectionText: SLACK.section.text,
    sectionFields: SLACK.section.fields,
    fieldText: SLACK.section.fieldText,
    contextElements: SLACK.context,
    contextText: expect.any(Number),
    actionsElements: SLACK.actions,
    inputLabel: SLACK.input.label,
    inputHint: SLACK.input.hint,
    inputLength: SLACK.textInput.max,
    placeholder: SLACK.placeholder,
    boxOptions: SLACK.choices,
    selectOptions: SLACK.suggestion.options,
    overflowOptions: SLACK.overflow,
    optionText: SLACK.option.text,
    optionValue: SLACK.option.value,
    optionDescription: SLACK.option.description,
    buttonText: SLACK.button.text,
    buttonValue: SLACK.button.value,
    accessibilityLabel: SLACK.button.accessibilityLabel,
    confirmTitle: SLACK.confirm.title,
    confirmText: SLACK.confirm.text,
    confirmButton: SLACK.confirm.button,
    messageText: SLACK.message.updateText,
  });
});

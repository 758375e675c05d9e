import { isObject, objectsOf } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { JsonObject } from '../page/protocol.ts';
import {
  also,
  anything,
  boolean,
  byType,
  type Check,
  list,
  type Problem,
  problem,
  type Shape,
  string,
} from './check.ts';
import { elementIn, imageElement } from './elements.ts';
import { id, plainText, richOrPlainText, typed } from './objects.ts';

function block({ needs, may }: Shape): Check {
  return typed({ ...(needs ? { needs } : {}), may: { block_id: id, ...may } });
}

const section = also(
  block({
    may: {
      text: richOrPlainText(LIMITS.section.text),
      fields: list(richOrPlainText(LIMITS.section.fieldText), { max: LIMITS.section.fields }),
      accessory: elementIn('accessory'),
      expand: boolean,
    },
  }),
  (value, at) =>
    value.text === undefined && value.fields === undefined ? problem('missing required field: text', at) : [],
);

const contextElement: Check = (value, at) => {
  if (isObject(value) && value.type === 'image') return imageElement(value, at);
  return richOrPlainText(LIMITS.section.text)(value, at);
};

const input = block({
  needs: { label: plainText(LIMITS.input.label), element: elementIn('input') },
  may: { hint: plainText(LIMITS.input.hint), optional: boolean, dispatch_action: boolean },
});

const image = block({
  needs: { alt_text: string({ max: LIMITS.image.altText }) },
  may: {
    title: plainText(LIMITS.image.title),
    image_url: string({ max: LIMITS.image.url }),
    slack_file: anything,
  },
});

const EVERYWHERE: readonly (readonly [string, Check])[] = [
  ['section', section],
  ['header', block({ needs: { text: plainText(LIMITS.header) } })],
  ['divider', block({})],
  ['context', block({ needs: { elements: list(contextElement, { max: LIMITS.context }) } })],
  ['actions', block({ needs: { elements: list(elementIn('actions'), { max: LIMITS.actions }) } })],
  ['input', input],
  ['image', image],
  ['rich_text', block({ needs: { elements: anything } })],
];

const viewBlock = byType(new Map(EVERYWHERE));
const messageBlock = byType(
  new Map([
    ...EVERYWHERE,
    ['markdown', block({ needs: { text: string({ max: LIMITS.message.markdownTotal }) } })],
  ]),
);

/** The blocks of a message; `at` is the pointer to the list. */
export const messageBlocks: Check = (value, at) => [
  ...list(messageBlock, { min: 0, max: LIMITS.message.blocks })(value, at),
  ...duplicates(value, at),
];

/** The blocks of a view; `at` is the pointer to the list. */
export const viewBlocks: Check = (value, at) => [
  ...list(viewBlock, { min: 0, max: LIMITS.view.blocks })(value, at),
  ...duplicates(value, at),
];

/** The interactive elements of one block with the pointer from the block to each. */
export function elementsOf(value: JsonObject): { readonly element: JsonObject; readonly path: string }[] {
  const several = value.type === 'actions' ? objectsOf(value.elements) : [];
  return [
    ...several.map((element, index) => ({ element, path: `elements/${index}` })),
    ...(['accessory', 'element'] as const).flatMap((path) => {
      const element = value[path];
      return isObject(element) ? [{ element, path }] : [];
    }),
  ];
}

/** A block_id twice in one list, and an action_id twice in one block. */
const duplicates: Check = (value, at): Problem[] => {
  const blocks = objectsOf(value);
  return [
    ...repeated(
      'block_id',
      blocks.map((each, index) => ({ id: each.block_id, at: `${at}/${index}/block_id` })),
    ),
    ...blocks.flatMap((each, index) =>
      repeated(
        'action_id',
        elementsOf(each).map(({ element, path }) => ({
          id: element.action_id,
          at: `${at}/${index}/${path}/action_id`,
        })),
      ),
    ),
  ];
};

function repeated(field: string, given: readonly { id: unknown; at: string }[]): Problem[] {
  const seen = new Set<unknown>();
  return given.flatMap(({ id: value, at }) => {
    if (typeof value !== 'string') return [];
    if (seen.has(value)) return problem(`\`${field}\` "${value}" already exists`, at);
    seen.add(value);
    return [];
  });
}

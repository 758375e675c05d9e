import { isObject, objectsOf, parseJson } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { Json, JsonObject } from '../page/protocol.ts';
import { Refusal } from '../refusal.ts';
import { messageBlocks } from './blocks.ts';
import { list, object, type Problem } from './check.ts';
import { completeBlocks } from './complete-blocks.ts';
import { menuOption, plainText } from './objects.ts';
import { viewProblems } from './view.ts';

/** The blocks of a message, completed, or Slack's refusal. Takes JSON or a text that holds JSON. */
export function readMessageBlocks(given: Json): readonly JsonObject[] | Refusal {
  const value = typeof given === 'string' ? parseJson(given) : given;
  if (!Array.isArray(value)) return new Refusal('invalid_blocks_format');
  const problems = messageBlocks(value, '/blocks');
  if (problems.length > 0) return new Refusal('invalid_blocks', detail(problems, true));
  const markdown = objectsOf(value).filter(({ type }) => type === 'markdown');
  const total = markdown.reduce((sum, { text }) => sum + String(text).length, 0);
  if (total > LIMITS.message.markdownTotal) return new Refusal('msg_blocks_too_long');
  return completeBlocks(objectsOf(value));
}

/** A view, completed, or Slack's refusal. Takes JSON or a text that holds JSON. */
export function readView(given: Json | undefined, kind: 'modal' | 'home'): JsonObject | Refusal {
  const value = typeof given === 'string' ? parseJson(given) : given;
  if (value === undefined) return invalidArguments([{ message: 'missing required field: view', at: '' }]);
  const problems = viewProblems(value, kind);
  if (problems.length > 0 || !isObject(value)) return invalidArguments(problems);
  if (Buffer.byteLength(JSON.stringify(value)) > LIMITS.view.jsonBytes) return new Refusal('view_too_large');
  return { ...value, blocks: completeBlocks(objectsOf(value.blocks)) };
}

/** Slack's refusal of arguments, with a message for each problem. */
export function invalidArguments(problems: readonly Problem[]): Refusal {
  return new Refusal('invalid_arguments', detail(problems, false));
}

const suggested = {
  options: list(menuOption, { min: 0, max: LIMITS.suggestion.options }),
  option_groups: list(
    object({
      needs: {
        label: plainText(LIMITS.select.groupLabel),
        options: list(menuOption, { min: 0, max: LIMITS.suggestion.options }),
      },
    }),
    { min: 0, max: LIMITS.select.groups },
  ),
};

/** What Slack refuses in the answer to a block_suggestion: then it shows nothing. */
export function suggestionProblems(answer: JsonObject): Problem[] {
  const { options, option_groups: groups } = answer;
  if (options === undefined && groups === undefined) {
    return [{ message: 'missing required field: options', at: '' }];
  }
  return [
    ...(options === undefined ? [] : suggested.options(options, '/options')),
    ...(groups === undefined ? [] : suggested.option_groups(groups, '/option_groups')),
  ];
}

/** The problems as Slack words them. */
export function sentences(problems: readonly Problem[]): string[] {
  return problems.map(({ message, at }) => (at === '' ? message : `${message} [json-pointer:${at}]`));
}

function detail(problems: readonly Problem[], withErrors: boolean): JsonObject {
  const errors = sentences(problems);
  const messages = errors.map((text) => `[ERROR] ${text}`);
  return { ...(withErrors ? { errors } : {}), response_metadata: { messages } };
}

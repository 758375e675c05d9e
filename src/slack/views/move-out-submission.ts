/** What comes back from the modal Move Out Cluster: read as it arrives, then checked against the form that was shown. */

import type { Host } from '../../domain/cluster.ts';
import { checkKey, describeKeyFaults } from '../../domain/encryption-key.ts';
import type { HostRef, Terms } from '../../domain/events.ts';
import { hostChoices } from '../../domain/host-choices.ts';
import { checkPhrase } from '../../domain/phrase.ts';
import { reference } from '../../domain/present-terms.ts';
import { cut, length } from '../limits.ts';
import { KEY_BLOCK, PHRASE_BLOCK, REASON_BLOCK, REASON_LIMIT } from './confirm-fields.ts';
import {
  groupsOf,
  HOSTS_BLOCK,
  hostsBlockId,
  isFormBlocked,
  type MoveOutForm,
  SKIP_BLOCK,
} from './move-out-form.ts';
import { CONFIG_ADDRESS_BLOCK } from './option-fields.ts';
import {
  type ChosenStart,
  isStartOffered,
  parseStart,
  START_BLOCK,
  type SubmittedStart,
  startOf,
} from './start-fields.ts';
import {
  chosenOptions,
  isOffered,
  type OptionTerms,
  optionFaults,
  parseOptions,
  type SubmittedOptions,
} from './submitted-options.ts';
import { parseViewState, tickedIds, typedText } from './view-state.ts';

/** What a person submitted, as it came; nothing in it is checked yet. Holds the encryption key: never log or keep it. */
export interface Submission {
  readonly deleteHostIds: readonly number[];
  readonly skipHostIds: readonly number[];
  readonly key: string;
  readonly reason: string;
  readonly start: SubmittedStart;
  readonly phrase: string;
  readonly options: SubmittedOptions;
}

/** A submission that keeps every rule. `key` is the secret; the rest is for the terms of the request. */
export interface Accepted extends Pick<Terms, 'reason'>, OptionTerms {
  readonly start: ChosenStart;
  /** Undefined when the requester exports in the console of OCP. */
  readonly key: string | undefined;
  readonly deleteHosts: HostRef[];
  readonly keepHosts: HostRef[];
  readonly skipHosts: HostRef[];
}

/** Sentences by the block id of the field at which they are shown. */
export type FieldErrors = Record<string, string>;

/** The longest sentence at a field. */
const ERROR_LIMIT = 300;

/** Reads `view.state.values` of a submission. Throws, repeating nothing of it, when Slack never sends such a thing. */
export function parseSubmission(values: unknown): Submission {
  const state = parseViewState(values);
  return {
    deleteHostIds: tickedIds(state, HOSTS_BLOCK),
    skipHostIds: tickedIds(state, SKIP_BLOCK),
    key: typedText(state, KEY_BLOCK),
    reason: typedText(state, REASON_BLOCK).trim(),
    start: parseStart(state),
    phrase: typedText(state, PHRASE_BLOCK),
    options: parseOptions(state),
  };
}

/**
 * The submission as the terms of a request need it, or every mistake at its field. The sentences never contain the key.
 * A form that was blocked when it was shown has no field; then the error stands at the phrase and is for whoever forged it.
 */
export function checkSubmission(
  form: MoveOutForm,
  submission: Submission,
  now: Date,
): { errors: FieldErrors } | { accepted: Accepted } {
  if (isFormBlocked(form)) return { errors: { [PHRASE_BLOCK]: 'This cluster cannot be moved now.' } };
  const start = startOf(form, submission.start, now);
  const errors = fieldErrors([
    ...hostFaults(form, submission),
    ...optionFaults(form, submission.options),
    [KEY_BLOCK, form.exportInConsole === undefined ? keyFault(submission.key) : undefined],
    [CONFIG_ADDRESS_BLOCK, repeatFault(submission.key, submission.options.configAddress)],
    [REASON_BLOCK, reasonFault(submission.reason) ?? repeatFault(submission.key, submission.reason)],
    'fault' in start ? [start.block, start.fault] : [START_BLOCK, undefined],
    [PHRASE_BLOCK, checkPhrase(submission.phrase)],
  ]);
  if ('fault' in start || Object.keys(errors).length > 0) return { errors };
  const { reason } = submission;
  const key = form.exportInConsole === undefined ? submission.key : undefined;
  const options = chosenOptions(form, submission.options);
  return { accepted: { ...hostsOf(form, submission), ...options, start, key, reason } };
}

/**
 * What was submitted that the form did not offer, for the log; undefined when everything was. Nobody can choose such a thing who
 * only uses the form; {@link checkSubmission} refuses it.
 */
export function notOffered(form: MoveOutForm, submission: Submission): string | undefined {
  if (isFormBlocked(form)) return 'a form that offered nothing to submit';
  const [hosts] = hostFaults(form, submission);
  if (hosts !== undefined) return 'a host that was not offered';
  if (!isOffered(form, submission.options)) return 'an option that was not offered';
  if (!isStartOffered(form, submission.start)) return 'a start that was not offered';
  return undefined;
}

/** A reason and an address are posted and kept, so they must not hold what has to stay secret. */
function repeatFault(key: string, text: string): string | undefined {
  if (key === '' || !text.includes(key)) return undefined;
  return 'This repeats the secret that you typed in this form, and everybody would read it. Take it out.';
}

/** The sentence for a key that breaks a rule; it never contains the key. */
export function keyFault(key: string): string | undefined {
  const faults = checkKey(key);
  return faults.length === 0 ? undefined : describeKeyFaults(faults);
}

/** The sentence for a reason that is missing or too long. */
export function reasonFault(reason: string): string | undefined {
  if (reason.trim() === '') return 'Say why, in a few words.';
  if (length(reason) > REASON_LIMIT) return `Write at most ${REASON_LIMIT} characters.`;
  return undefined;
}

/** The sentences that there are, by block id and short enough for Slack; the last one of a block counts. */
export function fieldErrors(
  faults: readonly (readonly [block: string, fault: string | undefined])[],
): FieldErrors {
  const found = faults.flatMap(([block, fault]) =>
    fault === undefined ? [] : [[block, cut(fault, ERROR_LIMIT)]],
  );
  return Object.fromEntries(found);
}

/** Only what the form offered may come back. */
function hostFaults(form: MoveOutForm, submission: Submission): (readonly [string, string])[] {
  const { deletable, offline } = hostChoices(form.cluster);
  const faults: (readonly [string, string])[] = [];
  const choosable = form.options.deleteHosts === 'each' ? deletable : [];
  const skippable = form.options.skipHosts ? offline : [];
  if (!areAmong(submission.deleteHostIds, choosable))
    faults.push([
      groupsOf(form).length === 0 ? PHRASE_BLOCK : hostsBlockId(form, 0, 0),
      'A host was chosen that cannot be deleted. Open this form again.',
    ]);
  if (!areAmong(submission.skipHostIds, skippable))
    faults.push([
      skippable.length === 0 ? PHRASE_BLOCK : `${SKIP_BLOCK}0`,
      'A host was chosen that is not offline. Open this form again.',
    ]);
  return faults;
}

function areAmong(ids: readonly number[], hosts: readonly Host[]): boolean {
  return ids.every((id) => hosts.some((host) => host.id === id));
}

/** Every host of the cluster is either deleted or kept; each list is in the order of the zones, held hosts last. */
function hostsOf(form: MoveOutForm, { deleteHostIds, skipHostIds, options }: Submission) {
  const { deletable, held, offline } = hostChoices(form.cluster);
  const deleted = new Set(options.allHosts ? deletable.map(({ id }) => id) : deleteHostIds);
  const skipped = new Set(skipHostIds);
  const kept = deletable.filter((host) => !deleted.has(host.id));
  return {
    deleteHosts: deletable.filter((host) => deleted.has(host.id)).map(reference),
    keepHosts: [...kept, ...held.map(({ host }) => host)].map(reference),
    skipHosts: offline.filter((host) => skipped.has(host.id)).map(reference),
  };
}

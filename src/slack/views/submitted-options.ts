/** What a submission says in the fields that stand there only for some OCPs, checked against what was offered. */
import { parseConfigAddress } from '../../domain/config-address.ts';
import type { Terms } from '../../domain/events.ts';
import { PHRASE_BLOCK } from './confirm-fields.ts';
import { leavesHostsToConsole, type MoveOutForm, offersAllHosts } from './move-out-form.ts';
import { ALL_HOSTS_BLOCK, CONFIG_ADDRESS_BLOCK, EXPORTED_BLOCK, KEEP_INFO_BLOCK } from './option-fields.ts';
import { isTicked, typedText, type ViewState } from './view-state.ts';

/** What was ticked and typed, as it came. */
export interface SubmittedOptions {
  readonly allHosts: boolean;
  readonly keepClusterInfo: boolean;
  readonly configAddress: string;
  readonly exportedInConsole: boolean;
}

export function parseOptions(state: ViewState): SubmittedOptions {
  return {
    allHosts: isTicked(state, ALL_HOSTS_BLOCK),
    keepClusterInfo: isTicked(state, KEEP_INFO_BLOCK),
    configAddress: typedText(state, CONFIG_ADDRESS_BLOCK),
    exportedInConsole: isTicked(state, EXPORTED_BLOCK),
  };
}

type Fault = readonly [block: string, fault: string | undefined];

/** The faults by block id. What was not offered can only come back from a form that is not ours. */
export function optionFaults(form: MoveOutForm, chosen: SubmittedOptions): readonly Fault[] {
  const { options, exportInConsole } = form;
  const address = parseConfigAddress(chosen.configAddress);
  return [
    [
      PHRASE_BLOCK,
      isOffered(form, chosen)
        ? undefined
        : 'Something was chosen that this OCP does not offer. Open this form again.',
    ],
    [CONFIG_ADDRESS_BLOCK, options.configAddress && 'fault' in address ? address.fault : undefined],
    [
      EXPORTED_BLOCK,
      exportInConsole !== undefined && !chosen.exportedInConsole
        ? 'Export the credentials in the OCP console first; after the move-out they are gone from there. Then tick this.'
        : undefined,
    ],
  ];
}

/** Whether all that was chosen stood in the form. */
export function isOffered(form: MoveOutForm, chosen: SubmittedOptions): boolean {
  const { options } = form;
  return (
    (!chosen.allHosts || offersAllHosts(form)) &&
    (!chosen.keepClusterInfo || options.keepClusterInfo) &&
    (chosen.configAddress.trim() === '' || options.configAddress)
  );
}

/** What of the terms depends on the OCP. */
export type OptionTerms = Pick<
  Terms,
  'exportedInConsole' | 'hostsLeftToConsole' | 'keepClusterInfo' | 'configAddress'
>;

/** The part of the terms that a submission without faults chose, or that this OCP left no choice about. */
export function chosenOptions(
  form: MoveOutForm,
  { keepClusterInfo, configAddress }: SubmittedOptions,
): OptionTerms {
  const parsed = parseConfigAddress(configAddress);
  const address = 'address' in parsed ? parsed.address : undefined;
  return {
    ...(form.exportInConsole === undefined ? {} : { exportedInConsole: true }),
    ...(leavesHostsToConsole(form) ? { hostsLeftToConsole: true } : {}),
    ...(keepClusterInfo ? { keepClusterInfo: true } : {}),
    ...(address === undefined ? {} : { configAddress: address }),
  };
}

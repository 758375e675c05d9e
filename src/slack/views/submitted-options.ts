/** What a submission says in the fields that stand there only for some OCPs, checked against what was offered. */
import { parseConfigAddress } from '../../domain/config-address.ts';
import type { Terms } from '../../domain/events.ts';
import { PHRASE_BLOCK } from './confirm-fields.ts';
import { type MoveOutForm, offersAllHosts } from './move-out-form.ts';
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

/** The part of the terms that a submission without faults chose. */
export function chosenOptions(
  { exportInConsole }: MoveOutForm,
  { keepClusterInfo, configAddress }: SubmittedOptions,
): Pick<Terms, 'exportedInConsole' | 'keepClusterInfo' | 'configAddress'> {
  const parsed = parseConfigAddress(configAddress);
  const address = 'address' in parsed ? parsed.address : undefined;
  return {
    ...(exportInConsole === undefined ? {} : { exportedInConsole: true }),
    ...(keepClusterInfo ? { keepClusterInfo: true } : {}),
    ...(address === undefined ? {} : { configAddress: address }),
  };
}

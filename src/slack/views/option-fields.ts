/** The fields of the modal Move Out Cluster that stand there only for some OCPs: what their version knows, and how they export. */
import type { InputBlock, KnownBlock } from '@slack/types';
import { checkboxes, field, option, section, textField } from './elements.ts';
import { counted } from './lines.ts';
import type { MoveOutForm } from './move-out-form.ts';

export const ALL_HOSTS_BLOCK = 'all-hosts';
export const KEEP_INFO_BLOCK = 'keep-cluster-info';
export const CONFIG_ADDRESS_BLOCK = 'config-address';
export const EXPORTED_BLOCK = 'exported-in-console';

/** The longest address of a config server, in characters. */
const ADDRESS_LIMIT = 280;
const TICKED = 'yes';

/** The choice between all hosts and none. */
export function allHostsField({ cluster, choice, typed }: MoveOutForm): InputBlock {
  const count = counted(cluster.hosts.length, 'host');
  return field(
    { id: ALL_HOSTS_BLOCK, label: 'Delete hosts', optional: true },
    checkboxes(
      ALL_HOSTS_BLOCK,
      [option(`Delete all ${count} with the move-out`, TICKED)],
      () => typed?.allHosts ?? choice.deleteHostIds.length > 0,
    ),
  );
}

/** What the version of this OCP lets be said beside the hosts; nothing for one that knows none of it. */
export function optionFields({ options, typed }: MoveOutForm): InputBlock[] {
  return [
    ...(options.configAddress ? [configAddressField(typed?.configAddress)] : []),
    ...(options.keepClusterInfo ? [keepInfoField(typed?.keepClusterInfo === true)] : []),
  ];
}

function configAddressField(typed: string | undefined): InputBlock {
  return textField({
    id: CONFIG_ADDRESS_BLOCK,
    label: 'New config server',
    hint: 'Such as http://10.0.0.7:8080, the address of the OCP that takes the cluster over. Empty: it stays as it is.',
    optional: true,
    max_length: ADDRESS_LIMIT,
    typed,
  });
}

function keepInfoField(ticked: boolean): InputBlock {
  const keep = option(
    'Keep the cluster information in this OCP',
    TICKED,
    'Its config server goes on answering, for OBProxies that still ask there.',
  );
  return field(
    { id: KEEP_INFO_BLOCK, label: 'After the move-out', optional: true },
    checkboxes(KEEP_INFO_BLOCK, [keep], () => ticked),
  );
}

/** In place of the field for a secret: where a person exports the credentials, and that it was done. `where` is mrkdwn. */
export function consoleExportBlocks(where: string): KnownBlock[] {
  const done = option('Exported in the OCP console; file and key are kept', TICKED);
  return [
    section(`*Credentials*\nExport them now: after the move-out they are gone from this OCP.\n${where}`),
    field(
      { id: EXPORTED_BLOCK, label: 'Credentials are exported' },
      checkboxes(EXPORTED_BLOCK, [done], () => false),
    ),
  ];
}

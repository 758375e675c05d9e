/** The part of the modal Move Out Cluster in which hosts are chosen. */
import type { KnownBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { type Host, isOffline, type Service } from '../../domain/cluster.ts';
import { hostChoices } from '../../domain/host-choices.ts';
import { cut, LIMITS } from '../limits.ts';
import { code, host as shownHost } from '../mrkdwn.ts';
import { actions, button, checkboxes, field, option, section } from './elements.ts';
import { type HostGroup, portions } from './host-groups.ts';
import { counted, firstOf, lines } from './lines.ts';
import { groupsOf, hostsBlockId, type MoveOutForm, offersAllHosts, SKIP_BLOCK } from './move-out-form.ts';
import { allHostsField } from './option-fields.ts';

/** The actions of the buttons of a group; the value is the index of the group. */
export const CHOOSE_ALL = 'choose-all';
export const CHOOSE_NONE = 'choose-none';

const HELD_SHOWN = 20;
const SERVICES_SHOWN = 3;
const ZONES_SHOWN = 8;

/** `nameLimit`: how much of a host's name is shown, so that the view stays within Slack's size. */
export function hostBlocks(form: MoveOutForm, nameLimit: number): KnownBlock[] {
  return [
    introduction(form),
    ...(offersAllHosts(form) ? [allHostsField(form)] : []),
    ...groupsOf(form).flatMap((group, index) => groupBlocks(form, group, index, nameLimit)),
    ...heldBlocks(form),
    ...skipBlocks(form, nameLimit),
  ];
}

/** Reads a click on Choose All or Choose None; undefined when it is something else. */
export function parseZoneChoice(action: unknown): { group: number; chosen: 'all' | 'none' } | undefined {
  const parsed = zoneAction.safeParse(action);
  if (!parsed.success) return undefined;
  return {
    group: Number(parsed.data.value),
    chosen: parsed.data.action_id === CHOOSE_ALL ? 'all' : 'none',
  };
}

const zoneAction = z.object({
  action_id: z.enum([CHOOSE_ALL, CHOOSE_NONE]),
  value: z.string().regex(/^\d{1,4}$/),
});

const RISK =
  '⚠ *Risk of keeping a host:* OCP can deploy other clusters on it, and these can harm this cluster.';

/** Why they begin without a tick; one that is ticked all the same is tried. */
const OFFLINE = 'Offline hosts are not ticked at first: deleting one fails while OCP cannot reach it.';

function allHostsAdvice({ cluster }: MoveOutForm): string {
  return cluster.hosts.some(isOffline)
    ? 'It is not ticked at first: with a host offline, deleting them fails.'
    : 'Deleting them is recommended.';
}

/** The risk stands where the choice is made, and where there is none. */
function introduction(form: MoveOutForm): KnownBlock {
  return section(`*Hosts to delete*\n${choiceWords(form)}`);
}

function choiceWords(form: MoveOutForm): string {
  const { deleteHosts } = form.options;
  if (form.cluster.hosts.length > 0 && deleteHosts === 'none')
    return `None: this OCP’s version deletes no host with a move-out. Delete the hosts in the OCP console afterwards, which is recommended.\n${RISK}`;
  if (offersAllHosts(form))
    return `This OCP’s version deletes all hosts of the cluster with the move-out, or none. ${allHostsAdvice(form)}\n${RISK}`;
  if (form.cluster.hosts.length > 0 && deleteHosts === 'all or none')
    return `None: this OCP’s version deletes all hosts or none, and other services are deployed on some. Delete the others in the OCP console afterwards.\n${RISK}`;
  if (groupsOf(form).length === 0) return 'None: no host of this cluster can be deleted from OCP.';
  const offline = hostChoices(form.cluster).deletable.some(isOffline) ? `\n${OFFLINE}` : '';
  return `Ticked hosts are deleted from OCP, which is recommended. Hosts without a tick are kept.${offline}\n${RISK}`;
}

function groupBlocks(form: MoveOutForm, group: HostGroup, index: number, nameLimit: number): KnownBlock[] {
  const all = portions(group.hosts);
  return [
    section(`${nameOf(group)}: ${counted(group.hosts.length, 'host')} can be deleted`),
    actions(`choose:${index}`, [
      choose('Choose All', CHOOSE_ALL, group, index),
      choose('Choose None', CHOOSE_NONE, group, index),
    ]),
    ...all.map((hosts, portion) =>
      field(
        {
          id: hostsBlockId(form, index, portion),
          label: `Delete in ${plainName(group)}${range(portion, hosts.length, group.hosts.length)}`,
          optional: true,
        },
        checkboxes(
          'delete-hosts',
          hosts.map((host) => hostOption(host, nameLimit, group.zone === undefined)),
          (id) => form.choice.deleteHostIds.includes(Number(id)),
        ),
      ),
    ),
  ];
}

function choose(label: string, action: string, group: HostGroup, index: number) {
  const spoken = cut(`${label}: hosts in ${plainName(group)}`, LIMITS.accessibilityLabel);
  return { ...button(label, action, String(index)), accessibility_label: spoken };
}

/** `, 11 to 20 of 22`, when a group does not fit into one set of checkboxes. */
function range(portion: number, size: number, total: number): string {
  if (size === total) return '';
  const first = portion * LIMITS.boxOptions + 1;
  return `, ${first} to ${first + size - 1} of ${total}`;
}

function hostOption(host: Host, nameLimit: number, withZone: boolean): PlainTextOption {
  const parts = [
    ...(isOffline(host) ? ['offline: OCP cannot reach it'] : []),
    ...(withZone ? [cut(host.zone, 20)] : []),
    cut(host.address, 40),
  ];
  return option(cut(host.name, nameLimit), String(host.id), parts.join(' · '));
}

function nameOf(group: HostGroup): string {
  if (group.zone !== undefined) return `*Zone* ${code(group.zone, 60)}`;
  const zones = [...new Set(group.hosts.map((host) => host.zone))].map((zone) => code(zone, 40));
  return `*Small zones* ${firstOf(zones, ZONES_SHOWN).join(', ')}`;
}

function plainName(group: HostGroup): string {
  return group.zone === undefined ? 'small zones' : cut(group.zone, 40);
}

function heldBlocks(form: MoveOutForm): KnownBlock[] {
  const { held } = hostChoices(form.cluster);
  if (held.length === 0) return [];
  const listed = held.map(({ host, services }) => `• ${shownHost(host)}: ${heldBy(services)}`);
  return lines(
    [
      `*Hosts that cannot be deleted (${held.length})*, because other services are deployed on them:`,
      ...firstOf(listed, HELD_SHOWN),
    ],
    { blocks: 2 },
  );
}

function heldBy(services: readonly Service[]): string {
  const names = services.map((service) => `${code(service.type, 30)} ${code(service.name, 60)}`);
  return firstOf(names, SERVICES_SHOWN).join(', ');
}

function skipBlocks(form: MoveOutForm, nameLimit: number): KnownBlock[] {
  if (!form.options.skipHosts) return [];
  const { offline } = hostChoices(form.cluster);
  return portions(offline).map((hosts, portion) =>
    field(
      {
        id: `${SKIP_BLOCK}${portion}`,
        label: `Skip operations on offline hosts${range(portion, hosts.length, offline.length)}`,
        hint: 'OCP cannot reach these hosts. Without a tick the task tries them, and fails there.',
        optional: true,
      },
      checkboxes(
        'skip-hosts',
        hosts.map((host) => hostOption(host, nameLimit, true)),
        (id) => form.choice.skipHostIds.includes(Number(id)),
      ),
    ),
  );
}

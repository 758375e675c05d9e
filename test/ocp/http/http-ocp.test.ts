import { describeOcpContract } from '../../contracts/ocp-contract.ts';
import { openServer } from '../server/open-server.ts';

const HTTP = { choosesHosts: true, tellsHosts: true, tellsMetaDb: false, isRemote: true };

describeOcpContract(
  'OCP 4.3.5 over HTTP',
  async (inventory) => {
    const { client, setHostStatus, stop } = await openServer(inventory, '4.3.5');
    return { ocp: client().ocp, setHostStatus, close: stop };
  },
  HTTP,
);

describeOcpContract(
  'OCP 4.2.1 over HTTP',
  async (inventory) => {
    const { client, setHostStatus, stop } = await openServer(inventory, '4.2.1');
    return {
      ocp: client({ login: { kind: 'user', username: 'admin', password: 'pass:word of the test server' } })
        .ocp,
      setHostStatus,
      close: stop,
    };
  },
  { ...HTTP, choosesHosts: false, tellsHosts: false },
);

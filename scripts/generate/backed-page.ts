import { backedFields } from '../../core/backed/fields';
import type { VaultDriver } from '../../core/vaults/vault';
import { fieldTable } from './pages';

export const backedPageFile = ({ id }: VaultDriver): string => `docs/vaults/${id}-key.md`;

/** The page about a vault's credential for one key. */
export const backedPage = (driver: VaultDriver): string => `# One key in ${driver.title}

A credential for n8n's own HTTP Request node (*Predefined Credential Type*). It reads its key from the vault when a call needs it, and keeps it, encrypted, for the Cache Time. A rotation does not touch the workflow.

## Set up

1. A policy that reads this one entry: [\`docs/policies/keyturn-key.hcl\`](../policies/keyturn-key.hcl). An AppRole, or a token, with that policy and no other.
2. In the entry, the note \`keyturn-origins\` with the addresses that the key may be sent to. Only a person changes it.
3. The credential, and *Test*. It asks the vault whatever is cached, and is red when the vault cannot be read, when Allowed Hosts names a host that the entry does not, and when the login can do more than read this entry: write, delete or destroy it, read or list what lies beside it and in Keyturn's own folders, change policies, make tokens. Calls work in that last case.

## How it behaves

| When | Then |
| --- | --- |
| The value is younger than the Cache Time | The call is sent; the vault is not asked |
| It is older | The vault is asked first, once for all calls that wait; then each is sent, once |
| The vault gives no answer, or something before it answers in its place (a proxy's page), and the value is younger than two Cache Times | The call is sent. The vault is asked again after 10 seconds at the earliest |
| The vault gives no answer for longer | One sentence says so. Nothing is sent |
| The login is refused, or the entry is gone | One sentence says so. Nothing is sent |
| A call fails | The vault is asked. With a new value the call is sent once more; with the same value it is not, and for 3 seconds no failed call asks for it again |
| The address is outside Allowed Hosts, or outside the note of the entry | One sentence names what is allowed. Nothing is sent |
| A proxy, a switch that ignores certificates, a CA (in the node's *SSL Certificates*) or a \`Host\` header is set in the node | It is refused: each can lead the key elsewhere. Client certificate and key may stay. For a provider with a certificate of your own CA, name that CA in \`NODE_EXTRA_CA_CERTS\` on the n8n server |
| The answer is a redirect | A bearer token goes along to the same address only, and no other host is called. Sent in any other way, redirects are not followed |
| *Refresh* is changed | The next call reads the value anew |

In planned mode an old key works for at least two Cache Times, so that no call carries a dead one. After an emergency the first call that fails heals itself, except with *Never Error*, where n8n does not count the answer as a failure, and with bodies that are streamed, which n8n cannot send twice. A call that fails for another reason just after a rotation is sent twice: n8n does not say why it failed.

## Fields

${fieldTable(backedFields(driver))}
`;

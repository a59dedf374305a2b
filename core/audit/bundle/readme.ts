/** What whoever gets an export reads first. It is no part of the log; SHA256SUMS guards it against accidents only. */
export const README_TEXT = `This is an export of an audit log. It can be checked without the program that
made it and without asking whoever sent it.

What is in here

  checkpoint        name of the log, number of entries, root of the hash tree,
                    signed (a C2SP signed note, c2sp.org/tlog-checkpoint)
  keys              the keys that signed the log, newest last
                    (verifier keys, c2sp.org/signed-note)
  checkpoints/N     checkpoints of earlier, when the log had N entries
  tile/L/N          the hash tree (c2sp.org/tlog-tiles, RFC 6962, SHA-256)
  tile/entries/N    the entries, 256 a file, each after its length in two bytes;
                    an entry is one line of JSON (RFC 8785, UTF-8)
  SHA256SUMS        against accidents on the way: sha256sum -c --strict SHA256SUMS
                    (who changes a file on purpose changes this one too)

How to check it

  1. By hand, with tar, OpenSSL 3, sha256sum and Python:
     https://github.com/keyturn/n8n-nodes-keyturn/blob/main/docs/verify-an-export.md
  2. With other people's programs, such as fsck of the Tessera project:
     https://github.com/transparency-dev/tessera/tree/main/cmd/fsck
  3. With Keyturn: the operation Verify of the node Audit Export.

What it proves

  The files agree with each other: no entry was changed after the checkpoint was
  signed by somebody without the key.
  It does NOT prove that nobody with the key wrote the log anew. For that, compare
  the checkpoint with one that was kept elsewhere: each alert holds one. It must
  have the same name, and the root that this log had at its number of entries.
  Compare the last line of the file keys with the key that was pinned when the
  log was set up.
`;

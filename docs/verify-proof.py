"""Checks a proof that one entry is in a Keyturn audit log: python3 verify-proof.py entry.tlog-proof pinned.txt
verify.py must lie beside it. Needs Python 3.8 and OpenSSL 3. Formats: c2sp.org/tlog-proof, RFC 9162 section 2.1.3.2.
Ends with 0 and shows the entry: the pinned key signed a log that has it there. 1: something is wrong. 2: it cannot be checked here."""
import base64, re, sys
from verify import cannot, is_signed, need, read_note, sha

def main(proof, pinned):
    head, _, checkpoint = open(proof, "rb").read().partition(b"\n\n")
    lines = re.fullmatch(r"c2sp\.org/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9][0-9]{0,15})((?:\n[A-Za-z0-9+/]{43}=)*)", head.decode())
    need(lines, "it is no proof, or does not hold its entry")
    entry, index, path = base64.b64decode(lines[1]), int(lines[2]), lines[3].split()
    text, origin, size, root, signed = read_note(checkpoint)
    need(is_signed(open(pinned).read().strip(), text, signed), "the pinned key did not sign it")
    need(index < size, "the log has no entry of that number")
    at, last, node = index, size - 1, sha(b"\0" + entry)
    for other in map(base64.b64decode, path):
        need(last > 0, "the proof has a hash too many")
        if at % 2 or at == last:
            node = sha(b"\1" + other + node)
            while at and at % 2 == 0:
                at, last = at >> 1, last >> 1
        else:
            node = sha(b"\1" + node + other)
        at, last = at >> 1, last >> 1
    need(last == 0 and node == root, "the proof does not lead from the entry to the root")
    print(entry.decode())
    print("is entry %d of %s (the first is 0), signed by the pinned key. Its root at size %d: %s" % (index, origin, size, base64.b64encode(root).decode()))

if __name__ == "__main__":
    need(len(sys.argv) == 3, "give it a proof, and the pinned key in a file")
    try:
        main(*sys.argv[1:])
    except OSError as fault:
        cannot("a file or the program openssl is missing: %s" % fault)
    except (LookupError, TypeError, ValueError, AttributeError) as fault:
        need(False, "something is missing or cannot be read: %r" % fault)

"""Checks a proof that one entry is in a Keyturn audit log: python3 verify-proof.py entry.tlog-proof pinned.txt [outside.txt]
verify.py must lie beside it. outside.txt: checkpoints that were kept elsewhere; a proof can be compared with one of its own size.
Needs Python 3.8 and OpenSSL 3. Formats: c2sp.org/tlog-proof, RFC 9162 section 2.1.3.2.
Shows the entry, and ends with 0: the pinned key signed a log that has it there, and a checkpoint from outside agrees.
5: the same, but not anchored. 1: something is wrong. 2: it could not be checked to the end."""
import base64, re, sys
from verify import bytes_of, cannot, is_signed, need, read_entry, read_note, read_outside, sha

def main(proof, pinned, outside=None):
    head, _, checkpoint = open(proof, "rb").read().partition(b"\n\n")
    lines = re.fullmatch(r"c2sp\.org/tlog-proof@v1\nextra (\S+)\nindex (0|[1-9][0-9]{0,15})((?:\n[A-Za-z0-9+/]{43}=)*)", head.decode())
    need(lines, "it is no proof, or does not hold its entry")
    entry, index, path = bytes_of(lines[1]), int(lines[2]), lines[3].split()
    text, origin, size, root, signed = read_note(checkpoint)
    need(is_signed(open(pinned).read().strip(), text, signed), "the pinned key did not sign it")
    need(index < size, "the log has no entry of that number")
    at, last, node = index, size - 1, sha(b"\0" + entry)
    for other in map(bytes_of, path):
        need(last > 0, "the proof has a hash too many")
        if at % 2 or at == last:
            node = sha(b"\1" + other + node)
            while at and at % 2 == 0:
                at, last = at >> 1, last >> 1
        else:
            node = sha(b"\1" + node + other)
        at, last = at >> 1, last >> 1
    need(last == 0 and node == root, "the proof does not lead from the entry to the root")
    read_entry(entry, {})
    found, unread = read_outside(outside) if outside else (set(), "")
    for name, count, hash in found:
        need(name == origin, "a checkpoint from outside is of another log: " + name)
        need(count != size or bytes_of(hash) == root, "from outside: another root at size %d" % count)
    # No sign that is not seen, or that turns the line around, is shown as it is.
    print(re.sub("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", "?", entry.decode()))
    name = re.sub("[^ -~]", "?", origin)
    print("is entry %d of %s (the first is 0), signed by the pinned key. Its root at size %d: %s" % (index, name, size, base64.b64encode(root).decode()))
    if unread:
        cannot(unread)
    if not any(count == size for _, count, _ in found):
        print("NOT ANCHORED: compare the root with a checkpoint of size %d that was kept elsewhere, or verify an export" % size)
        sys.exit(5)
    print("A checkpoint from outside has the same root at this size.")

if __name__ == "__main__":
    need(len(sys.argv) in (3, 4), "give it a proof, the pinned key in a file, and checkpoints from outside in a file")
    try:
        main(*sys.argv[1:])
    except OSError as fault:
        cannot("a file or the program openssl is missing: %s" % fault)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        need(False, "something is missing or cannot be read: %r" % fault)

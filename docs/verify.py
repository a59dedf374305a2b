"""Checks an export of a Keyturn audit log: python3 verify.py export.tar pinned.txt [outside.txt]
pinned.txt: the key that was pinned when the log was set up. outside.txt: checkpoints that were kept elsewhere, in whatever text.
Needs Python 3.8 and OpenSSL 3. Formats: c2sp.org/tlog-tiles, tlog-checkpoint, signed-note; RFC 6962; ustar.
Ends with 0: all is well. 1: something is wrong, and the last line says what. 5: well, but not anchored.
2: nothing was found wrong, but it could not be checked to the end; the last line says why."""
import base64, hashlib, html, json, os, quopri, re, subprocess, sys, tempfile

def need(condition, what):
    if not condition:
        sys.exit("WRONG: " + what)

def cannot(why):
    print("CANNOT CHECK: " + why, file=sys.stderr)
    sys.exit(2)

sha = lambda data: hashlib.sha256(data).digest()

def header(name, size):
    """The one form of a header that an export has: a file with its name and size, all else constant."""
    h = name.encode().ljust(100, b"\0") + b"0000644\0" + 2 * b"0000000\0" + b"%011o\0" % size
    h = (h + b"00000000000\0" + 8 * b" " + b"0" + 100 * b"\0" + b"ustar\x0000").ljust(512, b"\0")
    return h[:148] + b"%06o\0 " % sum(h) + h[156:]

def untar(archive):
    files, at = {}, 0
    while archive[at:at + 512] != bytes(512):
        name = archive[at:at + 100].rstrip(b"\0").decode("ascii")
        size = int(archive[at + 124:at + 135], 8)
        end = at + 512 + size
        need(archive[at:at + 512] == header(name, size) and name not in files, "a damaged header: " + name)
        files[name] = archive[at + 512:end]
        at = end + -size % 512
        need(archive[end:at] == bytes(at - end) and len(archive) >= at, "the archive is damaged at " + name)
    need(archive[at:] == bytes(1024), "the archive does not end as it must")
    return files

def root_of(hashes):
    """RFC 6962, section 2.1. Whole subtrees wait on the stack until one as large comes in."""
    stack = []
    for index, node in enumerate(hashes):
        while index & 1:
            node, index = sha(b"\1" + stack.pop() + node), index >> 1
        stack.append(node)
    while len(stack) > 1:
        right = stack.pop()
        stack.append(sha(b"\1" + stack.pop() + right))
    return stack[0] if stack else sha(b"")

def read_note(data):
    """The text that is signed, name, size and root in it, and the signatures by name and id of their keys."""
    text, _, lines = data.decode().rpartition("\n\n")
    need(re.fullmatch(r"(— [^\s+]+ [A-Za-z0-9+/]+=*\n){1,64}", lines), "a line among signatures is none")
    parts = re.fullmatch(r"(\S+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)(\n.+)*", text) or need(False, "a checkpoint is damaged")
    pairs = [(line.split()[1], base64.b64decode(line.split()[2])) for line in lines.splitlines()]
    signed = {name + "+" + raw[:4].hex(): raw[4:] for name, raw in pairs}
    return text.encode() + b"\n", parts[1], int(parts[2]), base64.b64decode(parts[3]), signed

def is_signed(key, text, signed):
    """Whether a key signed a text, asked of openssl."""
    name, id, encoded = key.split("+", 2)
    material = base64.b64decode(encoded)
    need(sha(name.encode() + b"\n" + material)[:4].hex() == id and material[0] == 1, "a key is damaged: " + key)
    spki = bytes.fromhex("302a300506032b6570032100") + material[1:]  # RFC 8410
    with tempfile.TemporaryDirectory() as folder:
        for part, content in ("key", spki), ("text", text), ("sig", signed.get(name + "+" + id, b"")):
            with open(os.path.join(folder, part), "wb") as file:
                file.write(content)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
        run = subprocess.run(command.split(), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode != 0 and b"Verification Failure" not in run.stdout:
        cannot("this openssl cannot check Ed25519 (1.1.1 and LibreSSL cannot); call OpenSSL 3. It said: %r" % run.stdout[:80])
    return run.returncode == 0

def checkpoints_in(text):
    """Each name, number and root one after the other, be it in an alert, a quoted mail, HTML or JSON."""
    for _ in "ab":  # JSON may stand in HTML, or HTML in JSON
        text = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        text = html.unescape(re.sub(r"\\+[nrt]|</?[A-Za-z]+[0-9]?(\s[^<>]*)?/?>", "\n", text))
    words = re.split(r"[\s\"'`<>()\[\]{}|,;*\\\u00ad\u200b-\u200f\u2060\ufeff]+", re.sub(r'"\s*:', " ", text))
    size, root = r"(?P<size>0|[1-9][0-9]{0,15})", r"(?P<root>[A-Za-z0-9+/]{43}=)(?!\S)"
    lines = r"(?<!\S)(origin:? )?(?P<name>\S+) (size:? )?%s (root:? )?%s" % (size, root)
    canonical = r"(?<!\S)origin (?P<name>\S+) root %s size %s(?!\S)" % (root, size)
    found = [each for pattern in (lines, canonical) for each in re.finditer(pattern, " ".join(words), re.I)]
    return {(re.sub("^https?://|/$", "", each["name"]), int(each["size"]), each["root"]) for each in found}

def read_outside(path):
    text = open(path, encoding="utf-8", errors="replace").read()
    mail = checkpoints_in(quopri.decodestring(text.encode()).decode("utf-8", "replace"))
    found = checkpoints_in(text) | {each for each in mail if each[2] not in text}
    return found or cannot("no checkpoint stands in the text from outside: its name, number and root, one after the other")

def path_of(level, index, width):
    name = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        name = "x%03d/%s" % (index % 1000, name)
    return "tile/%s/%s%s" % (level, name, "" if width == 256 else ".p/%d" % width)

def main(archive, pinned, outside=None):
    files = untar(open(archive, "rb").read())
    sums = "".join("%s  %s\n" % (sha(files[path]).hex(), path) for path in files if path != "SHA256SUMS")
    need(files.pop("SHA256SUMS") == sums.encode(), "a file is not the one that SHA256SUMS tells of")
    del files["README.txt"]
    text, origin, size, root, signed = read_note(files.pop("checkpoint"))
    *keys, rest = files.pop("keys").decode().split("\n")
    need(rest == "" and is_signed(keys[-1], text, signed), "the newest key did not sign the checkpoint")
    leaves, entries, handovers, kept = [], 0, [], {}
    for start in range(0, size, 256):
        width = min(256, size - start)
        hashes = files.pop(path_of(0, start // 256, width))
        need(len(hashes) == 32 * width, "a tile has another length")
        leaves += [hashes[at:at + 32] for at in range(0, len(hashes), 32)]
        bundle, at, index = files.pop(path_of("entries", start // 256, width), b""), 0, start
        while at < len(bundle):
            entry = bundle[at + 2:at + 2 + int.from_bytes(bundle[at:at + 2], "big")]
            need(index < size and sha(b"\0" + entry) == leaves[index], "entry %d is not the one logged" % index)
            fact = json.loads(entry)
            if fact["kind"] == "log key rotated":
                handovers.append((index, fact["facts"]["oldKey"], fact["facts"]["newKey"]))
            at, index, entries = at + 2 + len(entry), index + 1, entries + 1
        need(index in (start, start + width), "a file of entries ends too early")
    level, row = 1, leaves
    while len(row) >= 256:
        row = [root_of(row[at:at + 256]) for at in range(0, len(row) - 255, 256)]
        for at in range(0, len(row), 256):
            path, part = path_of(level, at // 256, len(row[at:at + 256])), row[at:at + 256]
            need(files.pop(path) == b"".join(part), path + " is not what the tiles below it give")
        level += 1
    need(root_of(leaves) == root, "the hashes do not lead to the root in the checkpoint")
    for path in list(files):
        text, name, count, hash, signed = read_note(files.pop(path))
        need((path, name) == ("checkpoints/%d" % count, origin) and count <= size, path + " belongs to nothing")
        need(hash == root_of(leaves[:count]), path + " has another root than this log had")
        kept[count] = [key for key in keys if is_signed(key, text, signed)]
        need(kept[count], "none of the listed keys signed " + path)
    key = open(pinned).read().strip()
    for index, old, new in handovers:
        need({old, new} <= set(kept[index + 1]), "the handover in entry %d is not signed by both keys" % index)
        key = new if key == old else key
    need(key == keys[-1], "the key that signed it is not the pinned one, nor one that it handed over to")
    print("%s: %d of %d entries are here; hashes agree; signed by the pinned key" % (origin, entries, size))
    found = read_outside(outside) if outside else set()
    for name, count, hash in sorted(found, key=lambda each: each[1]):
        need(name == origin, "a checkpoint from outside is of another log: " + name)
        need(count <= size, "shorter than a checkpoint from outside (%d): cut, or exported before it; export again" % count)
        need(base64.b64decode(hash) == root_of(leaves[:count]), "from outside: another root at size %d" % count)
    up_to = max([count for _, count, _ in found], default=0)
    if up_to == 0:
        print("NOT ANCHORED: compare the checkpoint with one that was kept elsewhere")
        sys.exit(5)
    print("agrees with the checkpoints from outside (%d) up to size %d; newer, unprotected: %d" % (len(found), up_to, size - up_to))

if __name__ == "__main__":
    need(len(sys.argv) in (3, 4), "give it an export, the pinned key in a file, and checkpoints from outside in a file")
    try:
        main(*sys.argv[1:])
    except OSError as fault:
        cannot("a file or the program openssl is missing: %s" % fault)
    except (LookupError, TypeError, ValueError) as fault:
        need(False, "something is missing or cannot be read: %r" % fault)

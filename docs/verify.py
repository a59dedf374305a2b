"""Checks an export of a Keyturn audit log: python3 verify.py export.tar pinned.txt [outside.txt]
pinned.txt: the key that was pinned when the log was set up. outside.txt: checkpoints that were kept elsewhere, in whatever text.
Needs Python 3.8 and OpenSSL 3. Formats: c2sp.org/tlog-tiles, tlog-checkpoint, signed-note; RFC 6962; ustar.
Ends with 0: all is well. 1: something is wrong, and the last line says what. 5: well, but not anchored.
2: nothing was found wrong, but it could not be checked to the end; the last line says why."""
import base64, decimal, hashlib, html, json, pathlib, quopri, re, subprocess, sys, tempfile

def need(condition, what):
    if not condition:
        sys.exit("WRONG: " + re.sub("[^ -~]", "?", what))

def cannot(why):
    print("CANNOT CHECK: " + why, file=sys.stderr)
    sys.exit(2)

sha = lambda data: hashlib.sha256(data).digest()

def bytes_of(encoded):
    data = base64.b64decode(encoded)
    need(base64.b64encode(data).decode() == encoded, "base64 in an odd form: " + encoded[:80])
    return data

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
        need(size >= 0 and archive[at:at + 512] == header(name, size) and name not in files, "a damaged header: " + name)
        files[name], at = archive[at + 512:end], end + -size % 512
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
    """The text that is signed, name, size and root in it, and the signatures: name and id of the key that each names, and itself."""
    need(len(data) <= 1 << 19 and not re.search(rb"[\0-\x09\x0b-\x1f]", data), "a checkpoint is too large or holds control characters")
    text, _, lines = data.decode().rpartition("\n\n")
    need(re.fullmatch(r"(— [^\s+\x7f-\x9f]+ [A-Za-z0-9+/]{7,}=*\n){1,64}", lines), "a line among signatures is none")
    parts = re.fullmatch(r"([^\s+\x7f-\x9f]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)(\n.+)*", text) or need(False, "a checkpoint is damaged")
    signed = [(name + "+" + bytes_of(raw)[:4].hex(), bytes_of(raw)[4:]) for _, name, raw in map(str.split, lines.splitlines())]
    return text.encode() + b"\n", parts[1], int(parts[2]), bytes_of(parts[3]), signed

def is_signed(key, text, signed):
    """Whether a key signed a text, asked of openssl. No signature may name the key and be of another."""
    name, id, encoded = key.split("+", 2)
    material = bytes_of(encoded)
    need(re.fullmatch(r"[^\s+\0-\x1f\x7f-\x9f]+", name) and material[0] == 1 and len(material) == 33, "no verifier key: " + key)
    need(sha(name.encode() + b"\n" + material)[:4].hex() == id, "a key is damaged: " + key)
    spki = bytes.fromhex("302a300506032b6570032100") + material[1:]  # RFC 8410
    claims = [signature for named, signature in signed if named == name + "+" + id]
    for signature in claims:
        with tempfile.TemporaryDirectory() as folder:
            for part, content in ("key", spki), ("text", text), ("sig", signature):
                pathlib.Path(folder, part).write_bytes(content)
            command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig".split()
            run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        need(b"Verification Failure" not in run.stdout, "a signature is not of the key that it names, " + key)
        if run.returncode != 0:
            cannot("this openssl cannot check Ed25519 (1.1.1 and LibreSSL cannot); call OpenSSL 3. It said: %r" % run.stdout[:80])
    return len(claims) > 0

def written(value):
    """The one form that canonical JSON (RFC 8785) has for a value: what is in another may read otherwise elsewhere."""
    if type(value) is dict:
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(written(name) + ":" + written(value[name]) for name in names) + "}"
    if type(value) is not float:
        return json.dumps(value, ensure_ascii=False)
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        return format(decimal.Decimal(repr(value + 0.0)).normalize(), "f")
    return re.sub(r"(?<=e-)0|\.0(?=e)", "", repr(value))

def read_entry(data, numbers):
    """An entry, if it is one, and later than those whose ids begin alike."""
    entry = json.loads(data.decode(), parse_int=float, parse_constant=str)
    need(written(entry).encode() == data, "an entry is not in canonical JSON: %r" % data[:80])
    fits = [type(entry[name]) is str and len(entry[name].encode("utf-16-be")) <= 4000 for name in ("actor", "id", "key", "kind")]
    fits += [type(fact) in (str, float, bool, type(None)) for fact in entry["facts"].values()]
    need(all(fits) and len(entry) == 6 and type(entry["at"]) is float and entry["at"] % 1 == 0, "an entry is none: %r" % data[:80])
    id = re.fullmatch(r"([^/]+)/(?s:.*/)?(0|[1-9][0-9]{0,14})", entry["id"])
    need(id and numbers.get(id[1], -1) < int(id[2]), "the id of an entry has no number, or one that was there: " + entry["id"])
    numbers[id[1]] = int(id[2])
    return entry

HASH = r"(?<!bh=)(?<![A-Za-z0-9_+/])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9_+/=])"

def decoded(text):
    """What JSON, HTML and log lines have in another form; twice, as one may stand in the other."""
    for _ in "ab":
        text = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        text = re.sub(r'\\+([/"=])', r"\1", re.sub(r"\\+[nrt]|#01[125]", "\n", text))
        # Whoever writes the opening sign before a checkpoint and the closing one after it hides none.
        tag = r"<!--[^>]{0,2000}-->|</?[A-Za-z][A-Za-z0-9_:.-]{0,60}(?:\s[^<>]{0,2000})?/?>"
        text = html.unescape(re.sub(tag, lambda tag: tag[0] if re.search(HASH, tag[0]) else "\n", text))
    return text

def in_order(match):
    """Of an object that has a name, number and root these alone, in this order."""
    parts = [re.search(r'"%s"\s*:\s*"?([^",}\s]+)' % each, match[0]) for each in ("origin", "size", "root")]
    return "{%s %s %s}" % tuple(part[1] for part in parts) if all(parts) and len(parts[2][1]) == 44 else match[0]

def checkpoints_in(text):
    """Each name, number and root one after the other, be it in an alert, a quoted mail, HTML or JSON."""
    text = re.sub(r"[{}]", " {} ", re.sub(r"\{[^{}]{0,4000}\}", in_order, text))
    words = re.split(r"[\s\0-\x1f\x7f-\x9f\"'`<>()\[\]|,;*\\\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", text)
    words = [re.sub(r"^[\w.]{1,40}=|^(name|entries):|^(origin|size|root)(:|$)|^:|[.:]$", "", word, flags=re.I | re.A) for word in words]
    lines = r"(?<!\S)(?!\S{43}= )(?:https?://)?(\S*[./]\S*?)/? (0|[1-9][0-9]{0,15}) ([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(?!\S)"
    every = re.findall(lines, " ".join(filter(None, words)), re.I)
    return {(name, int(size), root) for name, size, root in every if int(size) < 1 << 53}

def read_outside(path):
    """The checkpoints in a text. A hash in it that belongs to none may be of one that could not be read."""
    text = open(path, encoding="utf-8", errors="replace").read()
    plain, mail = decoded(text), decoded(quopri.decodestring(text.encode()).decode("utf-8", "replace"))
    here = re.sub("=3[dD]", " ", plain)
    found = checkpoints_in(plain) | {each for each in checkpoints_in(mail) if each[2] not in here}
    apart = set(re.findall(HASH, plain + "\n" + mail)) - {root for _, _, root in found}
    none = "no checkpoint stands in the text from outside: its name, number and root, one after the other"
    return found, none if not found else "in the text from outside a hash has no name and number before it: " + min(apart) if apart else ""

def path_of(level, index, width):
    name = "%03d" % (index % 1000)
    while index >= 1000:
        index, name = index // 1000, "x%03d/%s" % (index // 1000 % 1000, name)
    return "tile/%s/%s%s" % (level, name, "" if width == 256 else ".p/%d" % width)

def main(archive, pinned, outside=None):
    files = untar(open(archive, "rb").read())
    sums = "".join("%s  %s\n" % (sha(files[path]).hex(), path) for path in files if path != "SHA256SUMS")
    need(files.pop("SHA256SUMS") == sums.encode(), "a file is not the one that SHA256SUMS tells of")
    del files["README.txt"]
    text, origin, size, root, signed = read_note(files.pop("checkpoint"))
    listed = files.pop("keys")
    *keys, rest = listed.decode().split("\n")
    is_list = rest == "" and 0 < len(keys) == len(set(keys)) and len(listed) <= 1 << 19
    need(is_list, "the list of keys has none, one twice, no end, or is too large")
    key = open(pinned).read().strip()
    need([is_signed(each, text, signed) for each in [key] + keys][-1], "the newest key did not sign the checkpoint")
    leaves, entries, changes, kept, numbers = [], 0, [], {}, {}
    for start in range(0, size, 256):
        width = min(256, size - start)
        hashes = files.pop(path_of(0, start // 256, width))
        need(len(hashes) == 32 * width, "a tile has another length")
        leaves += [hashes[at:at + 32] for at in range(0, len(hashes), 32)]
        bundle, at, index = files.pop(path_of("entries", start // 256, width), None), 0, start
        while at < len(bundle or b""):
            length = int.from_bytes(bundle[at:at + 2], "big")
            entry = bundle[at + 2:at + 2 + length]
            need(index < size and len(entry) == length and sha(b"\0" + entry) == leaves[index], "entry %d is not the one logged" % index)
            fact = read_entry(entry, numbers)
            if fact["kind"] in ("log key rotated", "log key replaced"):
                changes.append((fact["kind"], index, fact["facts"]))
            at, index, entries = at + 2 + len(entry), index + 1, entries + 1
        need(bundle is None or index == start + width, "a file of entries ends too early")
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
    for (kind, index, facts), (after, _, then) in zip(changes, changes[1:] + [("", 0, {})]):
        if kind == "log key rotated":
            old, new = facts["oldKey"], facts["newKey"]
            # Abandoned: one of the two was lost before both had signed. A third key signs then, to which neither leads.
            lost = index + 1 not in kept and (after, then.get("abandonedFrom"), then.get("oldKey")) == ("log key replaced", old, new)
            lost = lost and len({old, new, then.get("newKey")} & set(keys)) == 3
            need(lost or {old, new} <= set(kept[index + 1]), "the handover in entry %d is not signed by both keys" % index)
            key = None if lost and key in (old, new) else new if key == old else key
    need(key == keys[-1], "the key that signed it is not the pinned one, nor one that it handed over to")
    print("%s: %d of %d entries are here; hashes agree; signed by the pinned key" % (re.sub("[^ -~]", "?", origin), entries, size))
    found, unread = read_outside(outside) if outside else (set(), "")
    for name, count, hash in sorted(found, key=lambda each: each[1]):
        need(name == origin, "a checkpoint from outside is of another log: " + name)
        need(count <= size, "shorter than a checkpoint from outside (%d): cut, or exported before it; export again" % count)
        need(base64.b64decode(hash) == root_of(leaves[:count]), "from outside: another root at size %d" % count)
    if unread:
        cannot(unread)
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
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        need(False, "something is missing or cannot be read: %r" % fault)

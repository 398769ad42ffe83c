"""What Python's json finds in CloudTrail logs, to compare with.

    find_events.py events FILE or DIRECTORY...   eventID, eventTime, eventName
    find_events.py leaves RAW REBUILT            lines of records: equal?
"""
import gzip
import json
import os
import sys


def documents(text):
    """Values one behind the other, whatever stands between them."""
    decoder, at = json.JSONDecoder(), 0
    while True:
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
        if at == len(text):
            return
        value, at = decoder.raw_decode(text, at)
        yield value


def events(value):
    if isinstance(value, list):
        for v in value:
            yield from events(v)
    elif not isinstance(value, dict):
        return
    elif "detail-type" in value and "detail" in value:
        yield from events(value["detail"])
    elif isinstance(value.get("Records"), list):
        yield from events(value["Records"])
    elif "eventName" in value:
        yield value


def read(path):
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    return data.decode("utf-8-sig")


def files(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield path
        for top, _, names in os.walk(path):
            for name in names:
                yield os.path.join(top, name)


def cell(value):
    return "-" if value is None else str(value)


def print_events(paths):
    for path in files(paths):
        for document in documents(read(path)):
            for e in events(document):
                print("\t".join(cell(e.get(k)) for k in
                                ("eventID", "eventTime", "eventName")))


def leaves(line):
    """Numbers as they are spelled; order of keys does not matter."""
    return json.loads(line, parse_int=lambda s: ("n", s),
                      parse_float=lambda s: ("n", s))


def compare_leaves(raw, rebuilt):
    same, n = True, 0
    with open(raw) as a, open(rebuilt) as b:
        for x, y in zip(a, b, strict=True):
            n += 1
            # dump shows line ends of pretty records as \n.
            if leaves(unshow(x)) != leaves(y):
                print("differ:", x[:200], y[:200], sep="\n")
                same = False
    return same and n > 0


def unshow(line):
    """Undoes dump's \\n and \\t between values, where no string holds them."""
    try:
        json.loads(line)
        return line
    except ValueError:
        out, inside, i = [], False, 0
        while i < len(line):
            c = line[i]
            if inside and c == "\\":
                out.append(line[i:i + 2])
                i += 2
                continue
            if not inside and c == "\\":
                out.append(" ")
                i += 2
                continue
            inside ^= c == '"'
            out.append(c)
            i += 1
        return "".join(out)


if sys.argv[1] == "events":
    print_events(sys.argv[2:])
else:
    sys.exit(not compare_leaves(*sys.argv[2:4]))

"""Recomputes draws, written from draw.md alone: one receipt a line on standard input, what follows from it a line on output."""
import hashlib, hmac, json, sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def in_order(texts):
    return sorted(texts, key=lambda text: text.encode())


def recompute(receipt):
    bodies = {body["id"]: body for body in receipt["bodies"]}
    strata, excluded = dict(receipt["branches"]), dict(receipt["excluded"])
    lines = ["zhibu-draw/1", "draw\t" + receipt["draw"], "sample\t%d" % receipt["sample"]]
    lines += ["body\t" + body for body in in_order(bodies)]
    lines += ["branch\t%s\t%s" % (code, strata[code]) for code in in_order(strata)]
    lines += ["excluded\t%s\t%s" % (code, excluded[code]) for code in in_order(excluded)]
    population = sha("".join(line + "\n" for line in lines).encode())

    commitments, revealed = {}, []
    for name in in_order(bodies):
        if "nonce" in bodies[name]:
            nonce = bytes.fromhex(bodies[name]["nonce"])
            commitments[name] = sha(population, name.encode(), b"\0", nonce).hex()
        else:
            nonce = sha(b"zhibu-draw/1 missed\0", population, name.encode(), b"\0", receipt["checkpoint"].encode())
        revealed.append(nonce)
    seed = sha(population, *revealed)

    def mac(text):
        return hmac.new(seed, text.encode(), hashlib.sha256).digest()

    n, all_of_them, upto = receipt["sample"], len(strata), 0
    u = int.from_bytes(mac("zhibu-draw/1 start")[:8], "big")
    shares, drawn, waiting = [], [], {}
    for stratum in in_order(set(strata.values())):
        members = sorted((code for code in strata if strata[code] == stratum), key=mac)
        low, high = ((n * count * 2**64 + u * all_of_them) // (all_of_them * 2**64) for count in (upto, upto + len(members)))
        upto += len(members)
        shares.append({"stratum": stratum, "of": len(members), "drawn": high - low})
        drawn += members[: high - low]
        waiting[stratum] = members[high - low :]
    substituted = []
    for one in receipt["substituted"]:
        queue = waiting[strata[one["branch"]]]
        substituted.append({**one, "by": queue.pop(0) if queue else None})
    return {
        "populationHash": population.hex(),
        "commitments": commitments,
        "seed": seed.hex(),
        "shares": shares,
        "drawn": drawn,
        "substituted": substituted,
    }


for line in sys.stdin:
    print(json.dumps(recompute(json.loads(line))))

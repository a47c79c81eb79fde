from collections import Counter
def summary(found, verdict):
    return {"rung": len(found.farm.rung), "dispositions": Counter(str(a["disposition"]) for a in found.final["attempts"]), "left": found.left_over, "hung": found.hung, "exits": found.exits,
     "passed": [ (r.number, [c for _,c in r.asked], r.end_reason) for r in found.farm.rung][:30]}
def print_run(console, facts):
    console.print(facts)

"""Medians, spreads, tables."""

import statistics


def spread(values, digits=1):
    """Median, and from the smallest to the largest."""
    known = [value for value in values if value is not None]
    if not known:
        return "-"
    middle = f"{statistics.median(known):,.{digits}f}"
    if len(known) == 1:
        return middle
    return f"{middle} ({min(known):,.{digits}f}-{max(known):,.{digits}f})"


def ratios(mine, others, digits=2):
    """Ratio of two figures round by round: what both had to put up with cancels out."""
    pairs = [m / o for m, o in zip(mine, others) if m is not None and o]
    return spread(pairs, digits)


def percentile(ordered, share):
    """Of values in order."""
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(header, rows):
    """Prints as Markdown, so that it can be kept as it is."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]

    def line(cells):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"

    print(line(header))
    print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    for row in rows:
        print(line(row))
    print(flush=True)


def compare(what, per_name, mine, better="lower"):
    """Ratios of each of ours to each of the others, round by round."""
    rows = []
    for place, own in enumerate(mine):
        for other, values in per_name.items():
            if other not in mine[: place + 1]:
                rows.append([f"{own} / {other}", ratios(per_name[own], values)])
    if rows:
        table([f"ratio of {what} ({better} is better)", "median (min-max)"], rows)

"""Counts pairs by another program: counting.py ENGINE ORDERS PRODUCTS LEAST, the two files of little-endian u32, one number a
line item. Prints pairs, orders, checksum, CPU seconds: those of the better of two runs.
Reading and numbering are not timed; in the programs that are compared they are not part of counting either."""

import resource
import sys

import numpy as np

engine = sys.argv[1]
orders, products = (np.fromfile(path, dtype="<u4") for path in sys.argv[2:4])
least = int(sys.argv[4])


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def duckdb():
    import duckdb

    con = duckdb.connect()
    con.execute("SET threads=2")
    lines = {"o": orders, "p": products}
    con.register("given", lines)
    con.execute("CREATE TABLE lines AS SELECT o, p FROM given")
    return lambda: con.execute(
        f"""WITH pairs AS (SELECT a.p AS i, b.p AS j, COUNT(*) AS n FROM lines a JOIN lines b ON a.o = b.o
            WHERE a.p < b.p GROUP BY a.p, b.p HAVING COUNT(*) >= {least})
            SELECT COUNT(*), SUM(n), SUM((CAST(i AS BIGINT) * 31 + j) * n) FROM pairs"""
    ).fetchone()


def scipy():
    import scipy.sparse as sp

    shape = (int(orders.max()) + 1, int(products.max()) + 1)
    x = sp.csr_matrix((np.ones(len(orders), np.int32), (orders, products)), shape=shape)

    def count():
        xt = x.T.tocsr()
        pairs = total = checksum = 0
        # In strips: the product of both whole matrices would not fit into memory.
        for start in range(0, shape[1], 2048):
            strip = (xt[start : start + 2048] @ x).tocoo()
            i, j, n = strip.row.astype(np.int64) + start, strip.col.astype(np.int64), strip.data.astype(np.int64)
            kept = (i < j) & (n >= least)
            i, j, n = i[kept], j[kept], n[kept]
            pairs, total, checksum = pairs + len(n), total + n.sum(), checksum + ((i * 31 + j) * n).sum()
        return pairs, total, checksum

    return count


def polars():
    import polars as pl

    lines = pl.DataFrame({"o": orders, "p": products}).lazy()

    def count():
        pairs = (
            lines.join(lines, on="o", suffix="_2")
            .filter(pl.col("p") < pl.col("p_2"))
            .group_by("p", "p_2")
            .agg(n=pl.len().cast(pl.Int64))
            .filter(pl.col("n") >= least)
        )
        weighed = (pl.col("p").cast(pl.Int64) * 31 + pl.col("p_2").cast(pl.Int64)) * pl.col("n")
        found = pairs.select(pl.len(), pl.col("n").sum(), weighed.sum().alias("checksum")).collect(engine="streaming")
        return found.row(0)

    return count


count = {"duckdb": duckdb, "scipy": scipy, "polars": polars}[engine]()
best = float("inf")
for _ in range(2):
    begun = cpu()
    found = count()
    best = min(best, cpu() - begun)
print(*(int(value) for value in found), f"{best:.3f}")

"""Reads an order export by another program: reading.py ENGINE FILE. Prints lines, the sums of order_id and product_id, CPU seconds
and seconds: those of the better of two runs."""

import resource
import sys
import time



engine, path = sys.argv[1:3]


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def duckdb():
    import duckdb

    con = duckdb.connect()
    con.execute("SET threads=2")
    return lambda: con.execute(f"SELECT COUNT(*), SUM(order_id), SUM(product_id) FROM read_csv('{path}')").fetchone()


def polars():
    import polars as pl

    sums = [pl.len(), pl.col("order_id").sum(), pl.col("product_id").sum()]
    return lambda: pl.scan_csv(path).select(sums).collect(engine="streaming").row(0)


read = {"duckdb": duckdb, "polars": polars}[engine]()
best = quickest = float("inf")
for _ in range(2):
    begun, began = cpu(), time.monotonic()
    found = read()
    best, quickest = min(best, cpu() - begun), min(quickest, time.monotonic() - began)
print(*(int(value) for value in found), f"{best:.3f}", f"{quickest:.3f}")

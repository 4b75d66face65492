"""Counts the pairs of an order export with DuckDB, from the file on: training.py FILE. Prints pairs, seconds by the clock, and bytes of
memory at the peak of the process."""

import resource
import sys
import time

import duckdb

begun = time.monotonic()
con = duckdb.connect()
con.execute("SET threads=2")
con.execute(f"CREATE TABLE lines AS SELECT order_id AS o, sku AS p FROM read_csv('{sys.argv[1]}', columns={{'order_id': 'VARCHAR', 'created_at': 'VARCHAR', 'sku': 'VARCHAR', 'quantity': 'INTEGER', 'price': 'DOUBLE'}}, header=true)")
# Numbers first, as a join on texts would take several times as long.
con.execute("CREATE TABLE orders AS SELECT o, row_number() OVER () AS n FROM (SELECT DISTINCT o FROM lines)")
con.execute("CREATE TABLE products AS SELECT p, CAST(row_number() OVER () AS INTEGER) AS n FROM (SELECT DISTINCT p FROM lines)")
con.execute("CREATE TABLE numbered AS SELECT orders.n AS o, products.n AS p FROM lines JOIN orders USING (o) JOIN products USING (p)")
con.execute("DROP TABLE lines")
(pairs,) = con.execute(
    """SELECT COUNT(*) FROM (SELECT a.p AS i, b.p AS j FROM numbered a JOIN numbered b ON a.o = b.o
    WHERE a.p < b.p GROUP BY a.p, b.p HAVING COUNT(*) >= 2)"""
).fetchone()
print(pairs, f"{time.monotonic() - begun:.3f}", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)

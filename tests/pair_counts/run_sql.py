"""Runs pair_counts.sql on DuckDB or DataFusion: run_sql.py ENGINE SQL LINES.parquet OUTPUT, a directory that does not exist."""
import sys

engine, statement, lines, output = sys.argv[1:]
with open(statement, encoding="utf-8") as file:
    sql = file.read()

if engine == "duckdb":
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW orders AS SELECT * FROM read_parquet('{lines}')")
    connection.execute(f"COPY ({sql}) TO '{output}' (FORMAT parquet, PER_THREAD_OUTPUT true)")
elif engine == "datafusion":
    import datafusion

    context = datafusion.SessionContext()
    context.register_parquet("orders", lines)
    context.sql(sql).write_parquet(output)
else:
    sys.exit(f"{engine}: expected duckdb or datafusion")

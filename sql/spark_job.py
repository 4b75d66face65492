#!/usr/bin/env python3
"""Runs pair_counts.sql on Spark: orders from Parquet, CSV or a table, pair counts as Parquet.

    spark-submit spark_job.py --orders s3://shop/orders/ --output s3://shop/pair-counts/

The orders need the columns order_id and product_id; customer_id and timestamp (UTC) where they are known. Other names are
brought in with --select. Nothing is cleaned here: leave out cancelled, refunded and returned lines with --where.
docs/spark.md has the commands for EMR, Dataproc and Databricks.
"""
import argparse
import os
import re

from pyspark.sql import SparkSession, functions as f
from pyspark.sql.types import StringType


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", required=True, help="address of files of order lines, or with --format table a table's name")
    parser.add_argument("--format", default="parquet", choices=["parquet", "csv", "orc", "table"])
    parser.add_argument("--output", required=True, help="address of a directory that does not exist yet")
    parser.add_argument("--select", default="*", help='columns, for example "order_number AS order_id, sku AS product_id, …"')
    parser.add_argument("--where", help="which lines count, for example \"status = 'paid' AND quantity > 0\"")
    parser.add_argument("--sql", help="address of pair_counts.sql; unless said, the file beside this one")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="min_orders, min_customers or largest_order"
    )
    parser.add_argument("--files", type=int, help="number of files to write; unless said, as many as the last stage has tasks")
    return parser.parse_args()


def statement(spark, args):
    """The text of the SQL file, with the parameters that were asked for."""
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pair_counts.sql")
    path = args.sql or beside
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
    elif args.sql:
        text = spark.read.text(path, wholetext=True).first()[0]
    else:
        raise SystemExit(f"{path}: there is no such file; name it with --sql")
    for setting in args.set:
        name, _, value = setting.partition("=")
        if not re.fullmatch(r"min_orders|min_customers|largest_order", name) or not re.fullmatch(r"[1-9]\d*", value):
            raise SystemExit(f"--set {setting}: expected min_orders, min_customers or largest_order, = and a number")
        text, replaced = re.subn(rf"CAST\(\d+ AS BIGINT\) AS {name}\b", f"CAST({value} AS BIGINT) AS {name}", text)
        if replaced != 1:
            raise SystemExit(f"{path} has no parameter {name}")
    return text


def orders(spark, args):
    """The table that the SQL reads."""
    if args.format == "table":
        lines = spark.read.table(args.orders)
    else:
        reader = spark.read.option("header", "true") if args.format == "csv" else spark.read
        lines = reader.format(args.format).load(args.orders)
    if args.where:
        lines = lines.where(args.where)
    lines = lines.selectExpr(*([args.select] if args.select == "*" else split(args.select)))
    missing = {"order_id", "product_id"} - set(lines.columns)
    if missing:
        raise SystemExit(f"{args.orders}: no column {', '.join(sorted(missing))}; it has: {', '.join(lines.columns)}")
    if "customer_id" not in lines.columns:
        lines = lines.withColumn("customer_id", f.lit(None).cast("string"))
    if "timestamp" not in lines.columns:
        lines = lines.withColumn("timestamp", f.lit(None).cast("timestamp"))
    elif isinstance(lines.schema["timestamp"].dataType, StringType):
        lines = lines.withColumn("timestamp", f.to_timestamp("timestamp"))
    return lines.select("order_id", "product_id", "customer_id", "timestamp")


def split(columns):
    """Expressions between commas that are in no bracket."""
    parts, depth = [""], 0
    for c in columns:
        depth += {"(": 1, ")": -1}.get(c, 0)
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def main():
    args = arguments()
    # Days are counted in UTC, whatever zone the cluster is in.
    spark = SparkSession.builder.appName("pairwell pair counts").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    try:
        orders(spark, args).createOrReplaceTempView("orders")
        counts = spark.sql(statement(spark, args))
        if args.files:
            counts = counts.repartition(args.files)
        counts.write.mode("error").parquet(args.output)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()

-- Pair counts for `pairwell train --pair-counts`: one SELECT that runs unchanged on Spark (3.4 or newer), DuckDB and
-- DataFusion and gives the same integers on each, which are also those of `pairwell counts`.
--
-- Reads   orders              one row for each line item that counts: none of cancelled, refunded or returned ones, no postage
--           order_id            of any type
--           product_id          of any type; its text is the product's key: handle, id or SKU
--           customer_id         of any type, the same customer always by the same value; NULL: not known
--           timestamp           when the order was placed: a timestamp in UTC, or a date; NULL: not known
--
-- Gives   product_id, other_id  two products that are in one order, product_id < other_id;
--                               the counts of one product: both are it; the counts of all orders: both are NULL
--         orders                distinct orders
--         weight                the sum of their weights, in millionths
--
-- An order of s products that is a days older than the latest weighs s^(-1/2) * (keep + (1 - keep) * (1/2)^(a / half)).
-- All of it is rounded down to whole millionths before anything is added up, so that sums do not depend on the sequence
-- in which an engine adds. Nor do weights depend on the last digit of a function: powers of 1/2 come from a table, and
-- roots are taken of numbers that lie half-way between two integers, and rounded down.
WITH parameters AS (
  SELECT
    -- The evidence floor, which is a privacy floor too: so many distinct orders hold both products …
    CAST(2 AS BIGINT) AS min_orders,
    -- … of so many distinct customers. An order whose customer is not known counts as a customer of its own.
    CAST(2 AS BIGINT) AS min_customers,
    -- Orders of more products than this are left out: the pairs of an order grow with the square of its products.
    CAST(1000 AS BIGINT) AS largest_order
),

-- Each product of an order once.
lines AS (
  SELECT
    o.order_id,
    CAST(o.product_id AS STRING) AS product_id,
    MIN(o.customer_id) AS customer_id,
    MIN(o.timestamp) AS placed
  FROM orders o
  WHERE o.order_id IS NOT NULL AND o.product_id IS NOT NULL
  GROUP BY o.order_id, CAST(o.product_id AS STRING)
),

sized AS (
  SELECT order_id, MIN(customer_id) AS customer_id, CAST(COUNT(*) AS DOUBLE) AS size, MIN(placed) AS placed
  FROM lines
  GROUP BY order_id
  HAVING COUNT(*) <= (SELECT largest_order FROM parameters)
),

-- No two engines subtract dates alike, so days are numbered here. Years begin in March: the day that some have more is their last.
dated AS (
  SELECT
    order_id,
    customer_id,
    size,
    CAST(EXTRACT(DAY FROM placed) AS DOUBLE) AS d,
    CAST(EXTRACT(MONTH FROM placed) AS DOUBLE)
      + CASE WHEN EXTRACT(MONTH FROM placed) < 3 THEN 9 ELSE -3 END AS m,
    CAST(EXTRACT(YEAR FROM placed) AS DOUBLE)
      - CASE WHEN EXTRACT(MONTH FROM placed) < 3 THEN 1 ELSE 0 END AS y
  FROM sized
),
numbered AS (
  SELECT
    order_id,
    customer_id,
    size,
    365 * y + FLOOR(y / 4) - FLOOR(y / 100) + FLOOR(y / 400) + FLOOR((153 * m + 2) / 5) + d AS day
  FROM dated
),

-- What follows from the amount of evidence. With x = 100 / line items a product, from 1 to 16, an order counts half after
-- half = 120 * x^(1/2) days, and keeps keep = .05 * x of its weight for ever, at most .5.
evidence AS (
  SELECT
    latest,
    GREATEST(120e0, LEAST(480e0, FLOOR(SQRT(FLOOR(1440000e0 * products / line_items) + 0.5e0)))) AS half,
    GREATEST(50000e0, LEAST(500000e0, FLOOR(5000000e0 * products / line_items))) AS keep
  FROM (
    SELECT
      MAX(n.day) AS latest,
      CAST(COUNT(DISTINCT l.product_id) AS DOUBLE) AS products,
      CAST(COUNT(*) AS DOUBLE) AS line_items
    FROM lines l
    JOIN numbered n ON l.order_id = n.order_id
  ) counted
),

-- (1/2)^(step / 32) in millionths.
fractions AS (
  SELECT * FROM (VALUES
    (0, 1000000), (1, 978572), (2, 957603), (3, 937084), (4, 917004), (5, 897355), (6, 878126), (7, 859310),
    (8, 840896), (9, 822878), (10, 805245), (11, 787990), (12, 771105), (13, 754582), (14, 738413), (15, 722590),
    (16, 707107), (17, 691955), (18, 677128), (19, 662618), (20, 648420), (21, 634525), (22, 620929), (23, 607624),
    (24, 594604), (25, 581862), (26, 569394), (27, 557193), (28, 545254), (29, 533570), (30, 522137), (31, 510949)
  ) AS t(step, share)
),
-- 2^times. After twenty halvings nothing is left of a million.
halvings AS (
  SELECT * FROM (VALUES
    (0, 1), (1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 64), (7, 128), (8, 256), (9, 512), (10, 1024), (11, 2048),
    (12, 4096), (13, 8192), (14, 16384), (15, 32768), (16, 65536), (17, 131072), (18, 262144), (19, 524288)
  ) AS t(times, divisor)
),

-- Age in 32nds of the half-life; 0 where no time is known.
aged AS (
  SELECT
    n.order_id,
    n.customer_id,
    FLOOR(SQRT(FLOOR(1000000000000e0 / n.size) + 0.5e0)) AS by_size,
    e.keep,
    COALESCE(FLOOR((e.latest - n.day) * 32 / e.half), 0e0) AS age
  FROM numbered n
  CROSS JOIN evidence e
),
weighed AS (
  SELECT
    a.order_id,
    a.customer_id,
    CAST(FLOOR(
      a.by_size * (a.keep + FLOOR((1000000 - a.keep) * COALESCE(FLOOR(CAST(f.share AS DOUBLE) / h.divisor), 0e0) / 1000000))
      / 1000000
    ) AS BIGINT) AS weight
  FROM aged a
  JOIN fractions f ON f.step = CAST(a.age - 32 * FLOOR(a.age / 32) AS INT)
  LEFT JOIN halvings h ON h.times = CAST(FLOOR(a.age / 32) AS INT)
),
-- Numbers for products, in the sequence of their keys: pairs of numbers are far smaller to sort and to send than pairs of texts.
products AS (
  SELECT product_id, ROW_NUMBER() OVER (ORDER BY product_id) AS number
  FROM (SELECT DISTINCT product_id FROM lines) keys
),
items AS (
  SELECT l.order_id, p.number, w.customer_id, w.weight
  FROM lines l
  JOIN weighed w ON l.order_id = w.order_id
  JOIN products p ON l.product_id = p.product_id
),

-- First by customer, then over customers: their number is that of the rows, and nothing has to remember who they were.
by_customer AS (
  SELECT
    a.number AS first_number,
    b.number AS second_number,
    COUNT(*) AS orders,
    SUM(a.weight) AS weight
  FROM items a
  JOIN items b ON a.order_id = b.order_id
  WHERE a.number < b.number
  GROUP BY
    a.number,
    b.number,
    a.customer_id,
    CASE WHEN a.customer_id IS NULL THEN a.order_id END
),
pairs AS (
  SELECT first_number, second_number, CAST(SUM(orders) AS BIGINT) AS orders, CAST(SUM(weight) AS BIGINT) AS weight
  FROM by_customer
  GROUP BY first_number, second_number
  HAVING SUM(orders) >= (SELECT min_orders FROM parameters)
    AND COUNT(*) >= (SELECT min_customers FROM parameters)

  UNION ALL
  SELECT number AS first_number, number AS second_number, COUNT(*) AS orders, CAST(SUM(weight) AS BIGINT) AS weight
  FROM items
  GROUP BY number
)

SELECT a.product_id, b.product_id AS other_id, p.orders, p.weight
FROM pairs p
JOIN products a ON a.number = p.first_number
JOIN products b ON b.number = p.second_number

UNION ALL
SELECT CAST(NULL AS STRING) AS product_id, CAST(NULL AS STRING) AS other_id, COUNT(*) AS orders, CAST(SUM(weight) AS BIGINT) AS weight
FROM weighed

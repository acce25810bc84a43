-- What is shown to Polars. After a line "-- case <name>" stand the columns of a SELECT over i, a row's number; the test adds
-- ts_event.
-- Every column must differ from row to row somewhere.

-- case integers
CASE WHEN i % 11 > 0 THEN (i % 100)::TINYINT END AS i8,
(i % 30000 - 100)::SMALLINT AS i16,
CASE WHEN i % 13 > 0 THEN (i * 1000003 % 2147483647)::INTEGER END AS i32,
(-9223372036854775807 - 1 + i)::BIGINT AS i64,
(255 - i % 250)::UTINYINT AS u8,
(65535 - i % 60000)::USMALLINT AS u16,
(4294967295 - i)::UINTEGER AS u32,
CASE WHEN i % 7 > 0 THEN 18446744073709551615::UBIGINT - i::UBIGINT END AS u64

-- case floats
CASE i % 9 WHEN 0 THEN NULL WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN '-0.0'::DOUBLE WHEN 3 THEN 0.0
    WHEN 4 THEN 'inf'::DOUBLE WHEN 5 THEN '-inf'::DOUBLE ELSE i * 0.1 END AS d,
CASE i % 8 WHEN 0 THEN NULL WHEN 1 THEN 'nan'::FLOAT WHEN 2 THEN '-0.0'::FLOAT WHEN 3 THEN 0.0::FLOAT
    ELSE (i * 0.1)::FLOAT END AS f,
(i % 40) * 0.01 AS ticks

-- case text and bytes
CASE WHEN i % 5 > 0 THEN 'ü' || i % 20 END AS few,
md5(i::VARCHAR) || repeat('x', (i % 70)::INTEGER) AS many,
CASE WHEN i % 6 > 0 THEN from_hex('00ff' || lpad(to_hex(i), 8, '0')) END AS bytes,
CASE WHEN i % 3 > 0 THEN '' ELSE 'a' END AS empty,
('{"i": ' || i || '}')::JSON AS json,
(CASE WHEN i % 2 = 0 THEN 'buy' ELSE 'sell' END)::ENUM ('buy', 'sell') AS side

-- case booleans
i % 3 = 0 AS often,
CASE WHEN i % 4 > 0 THEN i % 2 = 0 END AS perhaps

-- case times
DATE '1969-12-01' + (i % 900)::INTEGER AS day,
CASE WHEN i % 10 > 0 THEN TIME '01:02:03.456789' + to_seconds(i % 3600) END AS time_of_day,
'1960-01-01 00:00:00.123456'::TIMESTAMP + to_microseconds(i * 1000003) AS micros,
CASE WHEN i % 10 > 0 THEN '2026-01-01 00:00:00.123456+00'::TIMESTAMPTZ + to_microseconds(i) END AS with_zone,
make_timestamp_ns(1767225600123456789 + i) AS nanos,
('2026-01-01 00:00:00'::TIMESTAMP + to_milliseconds(i))::TIMESTAMP_MS AS millis

-- case decimals
CASE WHEN i % 10 > 0 THEN (i * 1.25 - 100)::DECIMAL(9, 2) END AS d9,
(i * -1.0625)::DECIMAL(18, 4) AS d18,
CASE WHEN i % 10 > 0 THEN (i * 1234567890123456789.25 - 7)::DECIMAL(38, 4) END AS d38

-- case uuids
CASE WHEN i % 10 > 0 THEN md5(i::VARCHAR)::UUID END AS id

-- case lists
CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN [] WHEN 2 THEN [NULL] ELSE [i, NULL, -i] END AS numbers,
CASE WHEN i % 6 > 0 THEN ['a' || i % 10, NULL, ''] END AS texts,
CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN [NULL, []] ELSE [[i], [i, NULL], NULL] END AS lists

-- case structs
CASE WHEN i % 5 > 0 THEN {'price': i * 0.5, 'side': 's' || i % 2, 'deep': {'n': CASE WHEN i % 3 > 0 THEN i END}} END
    AS quote,
CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN [] ELSE [{'price': i * 0.25, 'qty': i}, {'price': NULL, 'qty': -i}] END AS book

-- case maps
CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN MAP {} ELSE MAP {'k' || i % 3: i, 'z': NULL} END AS levels,
MAP {i: [i * 0.5, NULL]} AS by_number

import sys
from datetime import date, datetime, timezone

import pandera.polars as pa
import polars as pl

from pandera_schema import schema_of

instant = pl.Datetime('us', 'UTC')
types = {
    'integer': pl.Int64, 'string': pl.String, 'number': pl.Float64, 'boolean': pl.Boolean, 'day': pl.Date,
    'instant': instant, 'first day': date(2020, 1, 1), 'first instant': datetime(2024, 1, 1, tzinfo=timezone.utc),
}
table = pl.read_csv(
    sys.argv[1],
    schema_overrides={
        'id': pl.Int64, 'mass': pl.Int64, 'age': pl.Int64, 'bill_length': pl.Float64, 'bill_depth': pl.Float64,
        'score': pl.Float64, 'flag': pl.Boolean, 'day': pl.Date, 'seen_at': pl.String,
    },
).with_columns(pl.col('seen_at').str.to_datetime('%Y-%m-%dT%H:%M:%SZ', time_unit='us', time_zone='UTC'))
schema_of(pa, types).validate(table, lazy=True)

import sys

import pandas as pd
import pandera.pandas as pa

from pandera_schema import schema_of

table = pd.read_csv(
    sys.argv[1],
    dtype={'mass': 'Int64', 'age': 'Int64', 'id': 'Int64', 'flag': 'boolean'},
    parse_dates=['day', 'seen_at'],
)
types = {
    'integer': 'Int64', 'string': str, 'number': float, 'boolean': 'boolean', 'day': table['day'].dtype,
    'instant': table['seen_at'].dtype, 'first day': pd.Timestamp('2020-01-01'),
    'first instant': pd.Timestamp('2024-01-01', tz='UTC'),
}
schema_of(pa, types).validate(table, lazy=True)

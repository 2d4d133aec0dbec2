import sys

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

table = pd.read_csv(
    sys.argv[1], dtype={'mass': 'Int64', 'age': 'Int64', 'flag': 'boolean'}, parse_dates=['day', 'seen_at']
)
context = gx.get_context(mode='ephemeral')
suite = gx.ExpectationSuite(name='checks')
within = {
    'bill_length': (0, 100), 'bill_depth': (0, 100), 'mass': (0, 5000), 'score': (-500, 500), 'age': (0, 120),
    'day': (pd.Timestamp('2020-01-01'), None), 'seen_at': (pd.Timestamp('2024-01-01', tz='UTC'), None),
}
expectations = [
    *(gxe.ExpectColumnValuesToNotBeNull(column=name) for name in ('id', 'user_name', 'species')),
    gxe.ExpectColumnValuesToBeUnique(column='id'),
    gxe.ExpectColumnValuesToMatchRegex(column='user_name', regex='^user_[0-9]+$'),
    gxe.ExpectColumnValuesToBeInSet(column='species', value_set=['Adelie', 'Chinstrap', 'Gentoo']),
    gxe.ExpectColumnValueLengthsToEqual(column='token', value=16),
    *(
        gxe.ExpectColumnValuesToBeBetween(column=name, min_value=low, max_value=high)
        for name, (low, high) in within.items()
    ),
]
for one in expectations:
    suite.add_expectation(one)
asset = context.data_sources.add_pandas('tables').add_dataframe_asset('table')
batch = asset.add_batch_definition_whole_dataframe('all').get_batch({'dataframe': table})
result = batch.validate(suite)
sys.exit(0 if result.success else 1)

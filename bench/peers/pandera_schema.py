"""The checks for pandera, on polars or on pandas."""


def schema_of(pa, types):
    column, check = pa.Column, pa.Check
    return pa.DataFrameSchema({
        'id': column(types['integer'], unique=True),
        'user_name': column(types['string'], check.str_matches(r'^user_[0-9]+$')),
        'species': column(types['string'], check.isin(['Adelie', 'Chinstrap', 'Gentoo'])),
        'bill_length': column(types['number'], check.in_range(0, 100), nullable=True),
        'bill_depth': column(types['number'], check.in_range(0, 100), nullable=True),
        'mass': column(types['integer'], check.in_range(0, 5000), nullable=True),
        'score': column(types['number'], check.in_range(-500, 500), nullable=True),
        'flag': column(types['boolean'], nullable=True),
        'day': column(types['day'], check.ge(types['first day']), nullable=True),
        'seen_at': column(types['instant'], check.ge(types['first instant']), nullable=True),
        'token': column(types['string'], check.str_length(16, 16), nullable=True),
        'age': column(types['integer'], check.in_range(0, 120), nullable=True),
    })

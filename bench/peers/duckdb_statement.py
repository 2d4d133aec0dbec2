"""The checks as one statement that somebody wrote by hand for this very table."""
import sys

import duckdb

types = {
    'id': 'BIGINT', 'user_name': 'VARCHAR', 'species': 'VARCHAR', 'bill_length': 'DOUBLE', 'bill_depth': 'DOUBLE',
    'mass': 'BIGINT', 'score': 'DOUBLE', 'flag': 'BOOLEAN', 'day': 'DATE', 'seen_at': 'TIMESTAMPTZ', 'token': 'VARCHAR',
    'age': 'BIGINT',
}
broken = [
    'id IS NULL', 'user_name IS NULL', "NOT regexp_full_match(user_name, 'user_[0-9]+')", 'species IS NULL',
    "species NOT IN ('Adelie', 'Chinstrap', 'Gentoo')", 'bill_length < 0', 'bill_length > 100', 'bill_depth < 0',
    'bill_depth > 100', 'mass < 0', 'mass > 5000', 'score < -500', 'score > 500', "day < DATE '2020-01-01'",
    "seen_at < TIMESTAMPTZ '2024-01-01T00:00:00Z'", 'length(token) < 16', 'length(token) > 16', 'age < 0', 'age > 120',
]
columns = ', '.join(f"{name}: '{kind}'" for name, kind in types.items())
counts = ', '.join(f'count(*) FILTER (WHERE {one})' for one in broken)
found = duckdb.sql(
    f"""SELECT count(*) - count(DISTINCT id), {counts} FROM read_csv('{sys.argv[1]}', columns={{{columns}}},
        auto_detect=false, header=true, delim=',', quote='"', escape='"', new_line='\\n', strict_mode=true)"""
).fetchall()[0]
sys.exit(1 if any(found) else 0)

"""The migration files that are measured, as each tool wants them named and written."""

TOOLS = ("golang-migrate", "flyway", "goose", "dbmate", "sqlx", "tern")


def name_of(tool, number):
    return {"golang-migrate": f"{number:06d}_step.up.sql",
            "flyway": f"V{number}__step.sql",
            "goose": f"{number:05d}_step.sql",
            "dbmate": f"{number:06d}_step.sql",
            "sqlx": f"{number:06d}_step.sql",
            "tern": f"{number:03d}_step.sql"}[tool]


def text_of(tool, sql, outside):
    """`outside`: the statement cannot run in a transaction."""
    if tool == "goose":
        return ("-- +goose NO TRANSACTION\n" if outside else "") + "-- +goose Up\n" + sql
    if tool == "dbmate":
        return "-- migrate:up" + (" transaction:false" if outside else "") + "\n" + sql + "-- migrate:down\n"
    if tool == "sqlx":
        return ("-- no-transaction\n" if outside else "") + sql
    if tool == "tern":
        return sql + "---- create above / drop below ----\n" + ("---- tern: disable-tx ----\n" if outside else "")
    return sql


def small(number):
    """Every third one makes a table, the others change the one before: 170 bytes on average."""
    table = f"t_{number - number % 3:04d}"
    if number % 3 == 0:
        return (f"CREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, "
                f"price numeric(10, 2), created_at timestamptz NOT NULL DEFAULT now());\n")
    if number % 3 == 1:
        return f"ALTER TABLE {table} ADD COLUMN note text;\nCREATE INDEX {table}_name ON {table} (name);\n"
    return f"INSERT INTO {table} (name, price) VALUES ('first', 1.50), ('second', 2.75);\nCOMMENT ON TABLE {table} IS 'generated';\n"


def small_files(count):
    return [(small(number), False) for number in range(count)]


def with_indexes(count):
    """Every twelfth file builds an index concurrently, in the place of rows for that table."""
    files = small_files(count)
    for number in range(11, count, 12):
        files[number] = (f"CREATE INDEX CONCURRENTLY i_{number} ON t_{number - 2:04d} (created_at);\n", True)
    return files


def tiny_files(count):
    return [(f"SELECT {number};\n", False) for number in range(count)]


def write(folder, tool, files):
    path = folder / tool
    path.mkdir(parents=True)
    for number, (sql, outside) in enumerate(files, start=1):
        (path / name_of(tool, number)).write_text(text_of(tool, sql, outside))
    return path


def row(number):
    return f"({number}, 'customer number {number} it''s', 'a longer note for row {number}; with quotes', {number % 1000}.25, '2026-01-01 00:00:00+00')"


def write_inserts(path, size):
    """INSERTs of 500 rows each."""
    number = 0
    with open(path, "w", encoding="utf-8") as out:
        out.write("CREATE TABLE big (id bigint, name text, note text, price numeric, at timestamptz);\n")
        while out.tell() < size:
            out.write("INSERT INTO big VALUES\n  " + ",\n  ".join(row(number + i) for i in range(500)) + ";\n")
            number += 500


def write_copy(path, size):
    number = 0
    with open(path, "w", encoding="utf-8") as out:
        out.write("CREATE TABLE big (id bigint, name text, note text);\nCOPY big FROM stdin;\n")
        while out.tell() < size:
            out.write("".join(f"{i}\tcustomer number {i}\ta longer note for row {i}; it's one\n" for i in range(number, number + 1000)))
            number += 1000
        out.write("\\.\nCREATE INDEX big_id ON big (id);\n")

"""Columns of Arrow tables, repaired: the shapes in which data engines hand out tables.

>>> import pyarrow as pa
>>> fix_array(pa.array(["It wasn\\xe2t me", None])).to_pylist()
['It wasn’t me', None]
>>> fix_batch(pa.table({"text": ["caf\\xc3\\xa9"], "n": [1]}), "text").to_pydict()
{'text': ['café'], 'n': [1]}

Columns are names, names with ``*``, and paths as ``messages[].content``; a table, array or batch
in which nothing changes comes back as the object that went in.  In the engines:

Ray Data::

    fix = partial(fix_batch, columns="text")
    ray_dataset.map_batches(fix, batch_format="pyarrow")

Hugging Face datasets::

    fix = partial(fix_batch, columns="text")
    hf_dataset.with_format("arrow").map(fix, batched=True)

Spark, whose workers run the ``python3`` of PATH unless they are given another::

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.getOrCreate()
    frame = spark.read.parquet("crawl")
    frame.mapInArrow(partial(fix_batches, columns="text"), frame.schema)

Polars::

    pl.from_arrow(fix_batch(polars_frame.to_arrow(), "text"))

Polars, lazily::

    fix = lambda text: pl.Series(fix_array(text.to_arrow()))
    lazy_frame.with_columns(pl.col("text").map_batches(fix, return_dtype=pl.String))

Dask::

    fix = lambda text: pd.Series(fix_array(pa.array(text)), text.index, text.dtype, text.name)
    dask_frame.assign(text=dask_frame["text"].map_partitions(fix, meta=dask_frame["text"]))

Daft::

    @daft.func.batch(return_dtype=daft.DataType.string())
    def fix(text):
        return fix_array(text.to_arrow())

    daft_frame.with_column("text", fix(daft_frame["text"]))

DuckDB, as a function of SQL::

    duckdb.create_function("fix", lambda c: fix_array(c), ["VARCHAR"], "VARCHAR", type="arrow")
    duckdb.sql("SELECT * REPLACE (fix(text) AS text) FROM 'crawl/*.parquet'")

DuckDB, as a stream::

    batches = duckdb.sql("FROM 'crawl/*.parquet'").to_arrow_reader()
    pa.Table.from_batches(fix_batches(batches, "text"))

pandas::

    import fixenc.integrations.pandas
    pandas_frame.fixenc.repair("text")

Delta Lake::

    batches = DeltaTable("old").to_pyarrow_table().to_batches()
    write_deltalake("new", pa.Table.from_batches(fix_batches(batches, "text")))

Lance::

    lance.write_dataset(fix_batch(lance.dataset("old").to_table(), "text"), "new")

Every function can be pickled and sent to a worker, starts no threads, and may be called after
a fork.
"""

from fixenc.integrations.arrow import (
    changes,
    fix_array,
    fix_batch,
    fix_batches,
    repair_array,
)
from fixenc.integrations.change import Change

__all__ = ["Change", "changes", "fix_array", "fix_batch", "fix_batches", "repair_array"]

//! Parquet and Arrow files: their columns, and the types of their values.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{Int32Builder, MapBuilder, StringBuilder, UnionBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, Date32Array, Date64Array, Decimal128Array,
    DurationMillisecondArray, Float32Array, Float64Array, Int32Array, ListArray, RecordBatch,
    StringArray, StringViewArray, StructArray, Time32MillisecondArray, Time32SecondArray,
    Time64NanosecondArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    TimestampNanosecondArray, TimestampSecondArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_ipc::reader::FileReader;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::data_type::{ByteArrayType, Int96, Int96Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::json;

use crate::common::{PAGE, TEXT, code, folder, gzip, rows, run, stderr, stdout, write};

/// Returns a table with the documents of two records, in a column of bytes.
fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let page = format!("<meta charset=latin1>{}", PAGE.replace("mayor", "L\u{e9}on"));
    let latin1: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let ids: ArrayRef = Arc::new(StringArray::from(vec!["a", "b"]));
    let html: ArrayRef = Arc::new(BinaryArray::from(vec![PAGE.as_bytes(), &latin1]));
    let columns = [("id", ids), ("html", html)].into_iter().chain(columns);
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
        .expect("is a table")
}

/// Returns columns of types that JSON does not have.
fn typed_columns() -> Vec<(&'static str, ArrayRef)> {
    let times = TimestampMicrosecondArray::from(vec![Some(1_700_000_000_000_001), None]);
    let prices = Decimal128Array::from(vec![1234, -5]).with_precision_and_scale(9, 2);
    let member: ArrayRef = Arc::new(Int32Array::from(vec![1, 2]));
    let point = StructArray::from(vec![(Arc::new(Field::new("x", DataType::Int32, true)), member)]);
    let tags = vec![Some(vec![Some(1), None]), None];
    vec![
        ("time", Arc::new(times.with_timezone("Europe/Berlin"))),
        ("day", Arc::new(Date32Array::from(vec![19_000, -1]))),
        ("price", Arc::new(prices.expect("fits"))),
        ("point", Arc::new(point)),
        ("tags", Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(tags))),
        ("none", Arc::new(Int32Array::from(vec![None, None]))),
    ]
}

fn write_arrow(path: &Path, batch: &RecordBatch) {
    let file = File::create(path).expect("makes a file");
    let mut writer = FileWriter::try_new(file, &batch.schema()).expect("starts");
    writer.write(batch).expect("writes");
    writer.finish().expect("ends");
}

/// Returns the first batch of a Parquet or Arrow file.
fn read_table(path: &Path) -> RecordBatch {
    let file = File::open(path).expect("opens");
    if path.extension().is_some_and(|extension| extension == "parquet") {
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("is Parquet");
        return reader.build().expect("reads").next().expect("has rows").expect("reads");
    }
    FileReader::try_new(file, None).expect("is Arrow").next().expect("has rows").expect("reads")
}

fn schema(path: &Path) -> Arc<Schema> {
    let file = File::open(path).expect("opens");
    Arc::clone(ParquetRecordBatchReaderBuilder::try_new(file).expect("is Parquet").schema())
}

#[test]
fn types_of_input_columns_pass_through() {
    let here = folder("tables-types");
    let columns = typed_columns();
    write_arrow(&here.join("in.arrow"), &table(columns.clone()));
    // Parquet files of the command are inputs in the second round.
    for (input, output) in
        [("in.arrow", "o.parquet"), ("in.arrow", "o.arrow"), ("o.parquet", "p.feather")]
    {
        let args = ["batch", input, "-q", "-o", output, "--schema", "fineweb"];
        let ran = run(&here, &[&args[..], &["--html-field", "html"]].concat());
        assert_eq!((code(&ran), stderr(&ran)), (0, ""));
        let batch = read_table(&here.join(output));
        for (name, column) in &columns {
            let found = batch.column_by_name(name).expect("has the column");
            assert_eq!(found.data_type(), column.data_type(), "{output}: {name}");
            assert_eq!(found, column, "{output}: {name}");
        }
    }
}

#[test]
fn columns_without_a_json_form_cost_only_themselves() {
    let here = folder("tables-unions");
    let mut ages = MapBuilder::new(None, Int32Builder::new(), StringBuilder::new());
    ages.keys().append_slice(&[7, 8]);
    ages.values().append_value("seven");
    ages.values().append_value("eight");
    ages.append(true).expect("fits");
    ages.append(false).expect("fits");
    let mut either = UnionBuilder::new_sparse();
    either.append::<Int32Type>("n", 1).expect("fits");
    either.append::<Int64Type>("m", 2).expect("fits");
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("ages", Arc::new(ages.finish())),
        ("either", Arc::new(either.build().expect("is a column"))),
        ("took", Arc::new(DurationMillisecondArray::from(vec![Some(1500), None]))),
    ];
    write_arrow(&here.join("in.arrow"), &table(columns.clone()));
    let output = run(&here, &["batch", "in.arrow", "-q", "-o", "-"]);
    let metadata = &rows(stdout(&output))[0]["metadata"];
    assert_eq!(
        (&metadata["ages"], &metadata["took"]),
        (&json!({"7": "seven", "8": "eight"}), &json!(1500))
    );
    assert_eq!(stderr(&output).matches("values of column `either` are left out").count(), 1);
    assert_eq!(code(&output), 0);
    for name in ["o.arrow", "o.parquet"] {
        let args = ["batch", "in.arrow", "-q", "-o", name, "--schema", "fineweb"];
        assert_eq!(code(&run(&here, &args)), 0);
        let batch = read_table(&here.join(name));
        assert!(batch.column_by_name("either").is_none());
        for (column, values) in [&columns[0], &columns[2]] {
            assert_eq!(batch.column_by_name(column), Some(values), "{name}");
        }
    }
}

/// Returns columns with numbers that are not finite, and with a map that has a key twice, in the
/// second of two rows.
fn columns_with_losses() -> Vec<(&'static str, ArrayRef)> {
    let nested = [Some(vec![Some(1.0)]), Some(vec![Some(2.0), Some(f64::NEG_INFINITY)])];
    let mut maps = MapBuilder::new(None, StringBuilder::new(), Int32Builder::new());
    for entries in [&[("a", 1), ("b", 2)], &[("a", 1), ("a", 2)]] {
        for (key, value) in entries {
            maps.keys().append_value(key);
            maps.values().append_value(*value);
        }
        maps.append(true).expect("has as many keys as values");
    }
    vec![
        ("number", Arc::new(Float64Array::from(vec![1.5, f64::NAN]))),
        ("small", Arc::new(Float32Array::from(vec![Some(1.5), Some(f32::INFINITY)]))),
        ("nested", Arc::new(ListArray::from_iter_primitive::<Float64Type, _, _>(nested))),
        ("map", Arc::new(maps.finish())),
    ]
}

fn write_parquet_table(path: &Path, batch: &RecordBatch) {
    let file = File::create(path).expect("makes a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("starts");
    writer.write(batch).expect("writes");
    writer.close().expect("ends");
}

#[test]
fn values_that_rows_lose_are_counted() {
    let here = folder("tables-losses");
    for (name, column) in columns_with_losses() {
        let batch = table(vec![(name, column)]);
        write_arrow(&here.join("in.arrow"), &batch);
        write_parquet_table(&here.join("in.parquet"), &batch);
        for input in ["in.arrow", "in.parquet"] {
            let output = run(&here, &["batch", input, "-o", "-"]);
            assert_eq!((code(&output), rows(stdout(&output)).len()), (0, 2), "{input}, {name}");
            let summary = stderr(&output);
            assert!(summary.contains("repaired: 1 record\n"), "{input}, {name}: {summary}");
        }
    }
    let finite: ArrayRef = Arc::new(Float64Array::from(vec![Some(1.5), None]));
    write_arrow(&here.join("in.arrow"), &table(vec![("number", finite)]));
    assert!(!stderr(&run(&here, &["batch", "in.arrow", "-o", "-"])).contains("repaired"));
}

#[test]
fn bytes_inside_lists_become_text() {
    let here = folder("tables-nested-bytes");
    let bytes = BinaryArray::from(vec![&b"rain"[..], b"\xff", b"mill"]);
    let offsets = OffsetBuffer::from_lengths([2, 1]);
    let item = Arc::new(Field::new("item", DataType::Binary, true));
    let list: ArrayRef = Arc::new(ListArray::new(item, offsets, Arc::new(bytes), None));
    let batch = table(vec![("list", list)]);
    write_arrow(&here.join("in.arrow"), &batch);
    write_parquet_table(&here.join("in.parquet"), &batch);
    for input in ["in.arrow", "in.parquet"] {
        let rows = rows(stdout(&run(&here, &["batch", input, "-q", "-o", "-"])));
        assert_eq!(rows[0]["metadata"]["list"], json!(["rain", "/w=="]), "{input}");
        assert_eq!(rows[1]["metadata"]["list"], json!(["mill"]), "{input}");
    }
}

/// Returns columns of times and other types that text represents.
fn columns_with_times() -> Vec<(&'static str, ArrayRef)> {
    let micros = vec![Some(1_700_000_000_123_456), None];
    let decimal = Decimal128Array::from(vec![Some(12_340), None]);
    vec![
        ("local", Arc::new(TimestampMicrosecondArray::from(micros.clone()))),
        (
            "zoned",
            Arc::new(TimestampMicrosecondArray::from(micros.clone()).with_timezone("+01:00")),
        ),
        ("nanos", Arc::new(TimestampNanosecondArray::from(micros))),
        ("clock", Arc::new(Time64NanosecondArray::from(vec![Some(3_600_000_000_001), None]))),
        ("decimal", Arc::new(decimal.with_precision_and_scale(10, 3).expect("fits"))),
        ("float", Arc::new(Float32Array::from(vec![Some(0.1), None]))),
        ("view", Arc::new(StringViewArray::from(vec![Some("rain"), None]))),
    ]
}

#[test]
fn rows_of_parquet_are_those_of_arrow() {
    let here = folder("tables-same-rows");
    let batch = table(columns_with_times());
    write_arrow(&here.join("in.arrow"), &batch);
    write_parquet_table(&here.join("in.parquet"), &batch);
    for output in ["o.jsonl", "o.parquet"] {
        let mut outputs = Vec::new();
        for input in ["in.arrow", "in.parquet"] {
            let args = ["batch", input, "-q", "-o", output, "--schema", "fineweb", "--restart"];
            assert_eq!(code(&run(&here, &args)), 0, "{input}");
            outputs.push(fs::read(here.join(output)).expect("reads"));
        }
        assert!(outputs[0] == outputs[1], "{output}");
    }
    let text = fs::read_to_string(here.join("o.jsonl")).expect("reads");
    for value in [
        r#""local":"2023-11-14T22:13:20.123456""#,
        r#""zoned":"2023-11-14T23:13:20.123456+01:00""#,
        r#""nanos":"1970-01-20T16:13:20.000123456""#,
        r#""clock":"01:00:00.000000001""#,
        r#""decimal":12.340,"float":0.1,"view":"rain""#,
    ] {
        assert!(text.contains(value), "{value}: {text}");
    }
}

/// Writes a Parquet file with times of 96 bits, as Spark wrote them: days since 4713 BC and
/// nanoseconds.
fn write_long_times(path: &Path) {
    let schema = "message row { REQUIRED BINARY html (UTF8); REQUIRED INT96 time; \
        REQUIRED group visit { REQUIRED INT96 end; } }";
    let schema = Arc::new(parse_message_type(schema).expect("is a schema"));
    let file = File::create(path).expect("makes a file");
    let mut writer = SerializedFileWriter::new(file, schema, Default::default()).expect("starts");
    let mut group = writer.next_row_group().expect("starts a group");
    let mut column = group.next_column().expect("has columns").expect("has a column");
    let pages = [PAGE.into(), PAGE.into()];
    column.typed::<ByteArrayType>().write_batch(&pages, None, None).expect("writes");
    column.close().expect("ends");
    // Noon of 1 January 1970, and the last day of 9999.
    let times = [vec![1_218_936_832, 10_058, 2_440_588], vec![0, 0, 5_373_484]].map(Int96::from);
    for _ in ["time", "visit.end"] {
        let mut column = group.next_column().expect("has columns").expect("has a column");
        column.typed::<Int96Type>().write_batch(&times, None, None).expect("writes");
        column.close().expect("ends");
    }
    group.close().expect("ends the group");
    writer.close().expect("ends the file");
}

#[test]
fn times_of_96_bits_are_read() {
    let here = folder("tables-long-times");
    write_long_times(&here.join("in.parquet"));
    let args = ["batch", "in.parquet", "-q", "--schema", "fineweb", "-o"];
    let output = run(&here, &[&args[..], &["-"]].concat());
    let rows = rows(stdout(&output));
    assert_eq!(rows[0]["time"], "1970-01-01T12:00:00");
    assert_eq!(rows[1]["time"], "9999-12-31T00:00:00");
    assert_eq!(rows[1]["visit"]["end"], "9999-12-31T00:00:00");
    assert_eq!(code(&run(&here, &[&args[..], &["o.parquet"]].concat())), 0);
    let times = read_table(&here.join("o.parquet"));
    let times = times.column_by_name("time").expect("is a column");
    assert_eq!(times.null_count(), 0);
    assert_eq!(*times.data_type(), DataType::Timestamp(TimeUnit::Microsecond, None));
}

#[test]
fn a_table_without_documents_is_one_failure() {
    let here = folder("tables-no-document");
    let body: ArrayRef = Arc::new(StringArray::from(vec!["It rained."; 5]));
    let group = StructArray::from(vec![(
        Arc::new(Field::new("page", DataType::Utf8, false)),
        Arc::clone(&body),
    )]);
    let columns: Vec<(&str, ArrayRef)> = vec![("body", body), ("data", Arc::new(group))];
    let batch = RecordBatch::try_from_iter(columns).expect("is a table");
    write_arrow(&here.join("in.arrow"), &batch);
    write_parquet_table(&here.join("in.parquet"), &batch);
    for input in ["in.arrow", "in.parquet"] {
        let output = run(&here, &["batch", input, "-q", "-o", "-"]);
        let message = format!(
            "dechrome: {input}: neither `html` nor `text`; fields: `body`, `data.page`; \
             --html-field and --text-field name the field with the document\n"
        );
        assert_eq!((code(&output), stderr(&output)), (3, &*message));
        for name in ["body", "data.page"] {
            let args = ["batch", input, "-q", "-o", "-", "--text-field", name];
            let output = run(&here, &args);
            assert_eq!((code(&output), rows(stdout(&output)).len()), (0, 5), "{input}, {name}");
        }
    }
    let empty = RecordBatch::new_empty(batch.schema());
    write_arrow(&here.join("in.arrow"), &empty);
    write_parquet_table(&here.join("in.parquet"), &empty);
    let output = run(&here, &["batch", "in.arrow", "in.parquet", "-q", "-o", "-"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
}

#[test]
fn times_in_seconds_stay_times_in_parquet() {
    let here = folder("tables-seconds");
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "time",
            Arc::new(TimestampSecondArray::from(vec![1_700_000_000, -1]).with_timezone("UTC")),
        ),
        ("clock", Arc::new(Time32SecondArray::from(vec![3601, 0]))),
        ("day", Arc::new(Date64Array::from(vec![86_400_000 * 19_000, 0]))),
    ];
    write_arrow(&here.join("in.arrow"), &table(columns));
    let args = ["batch", "in.arrow", "-q", "-o", "o.parquet", "--schema", "fineweb"];
    let output = run(&here, &args);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    let batch = read_table(&here.join("o.parquet"));
    let expected: [(&str, ArrayRef); 3] = [
        (
            "time",
            Arc::new(
                TimestampMillisecondArray::from(vec![1_700_000_000_000, -1000])
                    .with_timezone("UTC"),
            ),
        ),
        ("clock", Arc::new(Time32MillisecondArray::from(vec![3_601_000, 0]))),
        ("day", Arc::new(Date32Array::from(vec![19_000, 0]))),
    ];
    for (name, values) in &expected {
        assert_eq!(batch.column_by_name(name), Some(values), "{name}");
    }
}

#[test]
fn arrow_files_and_streams_are_read() {
    let here = folder("tables-arrow");
    let batch = table(typed_columns());
    write_arrow(&here.join("in.arrow"), &batch);
    write(&here.join("named.gz"), gzip(fs::read(here.join("in.arrow")).expect("reads")));
    let file = File::create(here.join("stream")).expect("makes a file");
    let mut writer = StreamWriter::try_new(file, &batch.schema()).expect("starts");
    for _ in 0..2 {
        writer.write(&batch).expect("writes");
    }
    writer.finish().expect("ends");
    for (input, count) in [("in.arrow", 2), ("named.gz", 2), ("stream", 4)] {
        let output = run(&here, &["batch", input, "-q", "-o", "-"]);
        assert_eq!((code(&output), stderr(&output)), (0, ""), "{input}");
        let rows = rows(stdout(&output));
        assert_eq!((rows.len(), &rows[0]["id"]), (count, &"a".into()), "{input}");
        assert!(rows[1]["text"].as_str().is_some_and(|text| text.contains("L\u{e9}on")));
        assert_eq!(rows[1]["metadata"]["point"], json!({"x": 2}));
        assert_eq!(rows[1]["metadata"]["time"], json!(null));
    }
    // A damaged file keeps the batches before the damage.
    let stream = fs::read(here.join("stream")).expect("reads");
    write(&here.join("cut"), &stream[..stream.len() - 300]);
    let output = run(&here, &["batch", "cut", "-q", "-o", "-"]);
    assert_eq!((code(&output), rows(stdout(&output)).len()), (3, 2));
    assert!(stderr(&output).contains("cut, record 3: the Arrow data ends early"));
    write(&here.join("bad"), [&stream[..40], &[0xa5; 400], &stream[440..]].concat());
    let output = run(&here, &["batch", "bad", "-q", "-o", "-"]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    // A file without columns is no empty file.
    write(&here.join("none.arrow"), [&b"ARROW1\0\0"[..], &[0; 8]].concat());
    assert_eq!(code(&run(&here, &["batch", "none.arrow", "-q", "-o", "-"])), 3);
    // What the command writes, it reads.
    let output = run(&here, &["batch", "in.arrow", "-q", "-o", "ours.arrow"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let again = rows(stdout(&run(&here, &["batch", "ours.arrow", "-q", "-o", "-"])));
    assert_eq!((again.len(), &again[1]["id"]), (2, &"b".into()));
}

#[test]
fn shards_and_shares_have_the_same_columns() {
    let here = folder("tables-shards");
    let line = |number: usize| {
        let n = [json!(null), json!(number), json!("many")][number / 3].clone();
        json!({"id": number.to_string(), "text": TEXT, "n": n, "tags": [number]}).to_string() + "\n"
    };
    write(&here.join("in/0.jsonl"), (0..6).map(line).collect::<String>());
    write(&here.join("in/1.jsonl"), (6..9).map(line).collect::<String>());
    let args = ["batch", "in", "-q", "-o"];
    for run_args in [
        &["s-{index}.parquet", "--shard-rows", "3"][..],
        &["part-1.parquet", "--part", "1/2"],
        &["part-2.parquet", "--part", "2/2"],
    ] {
        let output = run(&here, &[&args[..], run_args].concat());
        assert_eq!((code(&output), stderr(&output)), (0, ""));
    }
    let first = schema(&here.join("s-0.parquet"));
    for name in ["s-1.parquet", "s-2.parquet", "part-1.parquet", "part-2.parquet"] {
        assert_eq!(schema(&here.join(name)), first, "{name}");
    }
    let batch = read_table(&here.join("s-2.parquet"));
    let metadata = batch.column_by_name("metadata").expect("has data").as_struct();
    let others = metadata.column_by_name("other_fields").expect("has the fields");
    assert_eq!(others.as_string::<i32>().value(0), r#"{"n":"many","tags":[6]}"#);
    // The user may want columns all the same.
    let output = run(&here, &["batch", "in", "-q", "-o", "c.parquet", "--other-fields", "columns"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let batch = read_table(&here.join("c.parquet"));
    let metadata = batch.column_by_name("metadata").expect("has data").as_struct();
    assert!(metadata.column_by_name("n").is_some());
    assert!(metadata.column_by_name("other_fields").is_none());
}

#[test]
fn values_that_do_not_fit_the_declared_type_are_kept() {
    let here = folder("tables-misfits");
    write_arrow(&here.join("in.arrow"), &table(typed_columns()));
    let record = json!({"id": "c", "text": TEXT, "price": "dear", "point": {"x": 1, "y": 2}});
    write(&here.join("in.jsonl"), record.to_string());
    let args = ["batch", "in.arrow", "in.jsonl", "-q", "-o", "o.parquet"];
    let output = run(&here, &args);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    let batch = read_table(&here.join("o.parquet"));
    let metadata = batch.column_by_name("metadata").expect("has data").as_struct();
    assert_eq!(metadata.column_by_name("price").map(|column| column.is_null(2)), Some(true));
    let others = metadata.column_by_name("other_fields").expect("has the fields");
    assert_eq!(others.as_string::<i32>().value(2), r#"{"price":"dear","point":{"x":1,"y":2}}"#);
}

#[test]
fn fields_of_crawls_have_one_type() {
    let here = folder("tables-types-of-crawls");
    let records = [json!({"http_status": "404", "url": 7}), json!({"http_status": [1]})];
    let lines = records.map(|record| {
        let mut fields = record.as_object().expect("an object").clone();
        fields.insert("text".into(), TEXT.into());
        json!(fields).to_string() + "\n"
    });
    write(&here.join("in.jsonl"), lines.concat());
    let rows = rows(stdout(&run(&here, &["batch", "in.jsonl", "-q", "-o", "-"])));
    let field = |row: usize, name: &str| rows[row]["metadata"][name].clone();
    assert_eq!((field(0, "http_status"), field(0, "url")), (json!(404), json!("7")));
    assert_eq!(field(1, "http_status"), json!(null));
    assert_eq!(field(1, "input_http_status"), json!([1]));
}

#[test]
fn a_missing_document_of_bytes_is_named_like_one_of_text() {
    let here = folder("tables-missing-document");
    let bytes: ArrayRef = Arc::new(BinaryArray::from(vec![Some(PAGE.as_bytes()), None]));
    let text: ArrayRef = Arc::new(StringArray::from(vec![Some(PAGE), None]));
    for (name, html) in [("bytes", bytes), ("text", text)] {
        let batch = RecordBatch::try_from_iter([("html", html)]).expect("is a table");
        let file = format!("{name}.parquet");
        write_parquet_table(&here.join(&file), &batch);
        let output = run(&here, &["batch", &file, "-q", "-o", "-"]);
        let message =
            format!("dechrome: {file}, record 2: neither `html` nor `text` has a value\n");
        assert_eq!((code(&output), stderr(&output)), (3, &*message));
        assert_eq!(rows(stdout(&output)).len(), 1, "{file}");
    }
}
